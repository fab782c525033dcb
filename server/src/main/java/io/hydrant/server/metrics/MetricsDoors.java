package io.hydrant.server.metrics;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.server.http.protocol.OwnHosts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// Who may read metrics without a signature: whoever sends the token, and, where the server listens
/// to its own machine alone, programs of this machine. What web pages make a browser send is not
/// from a program, and what came through a proxy is not from this machine.
///
/// @param isOpen whether a request that comes from a program of this machine needs no more
/// @param isOpenToAll whether no request does
/// @param token the file that holds it, read each time, so that it may be changed
public record MetricsDoors(boolean isOpen, boolean isOpenToAll, Optional<Path> token) {
    /// Shorter ones are guessed.
    public static final int TOKEN_MIN = 16;

    private static final String BEARER = "Bearer ";

    private static final List<String> OF_PAGES = List.of("Origin", "Sec-Fetch-Site", "Referer");

    private static final List<String> OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    boolean bearsToken(RequestHead head) {
        return head.headers()
                .get("Authorization")
                .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .isPresent();
    }

    boolean isOpenTo(RequestHead head) {
        boolean isSigned =
                head.headers().get("Authorization").isPresent()
                        || head.rawQuery().contains("X-Amz-");
        if (isSigned) {
            return false;
        }
        return isOpenToAll || isOpen && isOfProgramHere(head);
    }

    private static boolean isOfProgramHere(RequestHead head) {
        return OF_PAGES.stream().noneMatch(name -> head.headers().get(name).isPresent())
                && OF_PROXIES.stream().noneMatch(name -> head.headers().get(name).isPresent())
                && head.headers().get("Host").filter(OwnHosts::isLoopback).isPresent();
    }

    /// @throws ServiceException when it is another, or there is none
    void requireToken(RequestHead head) {
        String sent =
                head.headers().get("Authorization").orElse("").substring(BEARER.length()).strip();
        Optional<String> right = token.flatMap(MetricsDoors::read);
        boolean isRight =
                right.filter(known ->
                                MessageDigest.isEqual(
                                        known.getBytes(StandardCharsets.UTF_8),
                                        sent.getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
        if (!isRight) {
            throw new ServiceException(
                            401,
                            "InvalidClientTokenId",
                            token.isEmpty()
                                    ? "This server has no token for its metrics; it takes one from a file with --metrics-token."
                                    : "This is not the token of --metrics-token.")
                    .withHeader("WWW-Authenticate", "Bearer");
        }
    }

    /// Empty when it cannot be read, or is too short.
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file).strip())
                    .filter(text -> text.length() >= TOKEN_MIN);
        } catch (IOException e) {
            System.getLogger(MetricsDoors.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The token for metrics cannot be read: {0}",
                            e.toString());
            return Optional.empty();
        }
    }
}
