package io.hydrant.server.http.protocol;

import io.hydrant.aws.Headers;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.aws.sigv4.ChunkedPayload;
import io.hydrant.aws.sigv4.HashedPayload;
import io.hydrant.aws.sigv4.Payload;
import io.hydrant.aws.sigv4.SeedSignature;
import io.hydrant.server.http.body.Exchange;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// The payload of an S3 request, its framing removed and its hashes and signatures verified as it
/// is read.
record S3Payload(InputStream body, OptionalLong decodedLength, S3Handler.Trailers trailers) {

    /// What the head says of the payload, where no signature vouches for it.
    static String announced(RequestHead head) {
        return head.headers().get("x-amz-content-sha256").orElse(Payload.UNSIGNED);
    }

    /// @param seed absent when the caller is anonymous or trusted without signature: chunk
    ///   signatures are then not verified
    static S3Payload of(
            RequestHead head, Exchange exchange, String payloadHash, Optional<SeedSignature> seed) {
        Payload payload = Payload.parse(payloadHash).orElseThrow(() -> unknown(payloadHash));
        OptionalLong length = exchange.contentLength();
        return switch (payload) {
            case Payload.Plain plain -> new S3Payload(exchange.body(), length, Map::of);
            case Payload.Hashed hashed ->
                    new S3Payload(
                            new HashedPayload(exchange.body(), hashed.sha256(), length),
                            length,
                            Map::of);
            case Payload.Chunked chunked -> chunked(head.headers(), exchange, chunked, seed);
        };
    }

    private static S3Payload chunked(
            Headers headers,
            Exchange exchange,
            Payload.Chunked kind,
            Optional<SeedSignature> seed) {
        OptionalLong decodedLength =
                headers.get("x-amz-decoded-content-length")
                        .map(S3Payload::length)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty());
        ChunkedPayload payload =
                new ChunkedPayload(
                        exchange.body(), kind, seed, announcedTrailers(headers), decodedLength);
        return new S3Payload(payload, decodedLength, payload::trailers);
    }

    private static Set<String> announcedTrailers(Headers headers) {
        return Arrays.stream(headers.get("x-amz-trailer").orElse("").split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static long length(String text) {
        if (!text.strip().matches("\\d{1,18}")) {
            throw invalid("x-amz-decoded-content-length must be a number.", text);
        }
        return Long.parseLong(text.strip());
    }

    private static ServiceException unknown(String payloadHash) {
        return invalid(
                        "x-amz-content-sha256 must be UNSIGNED-PAYLOAD,"
                                + " STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                                + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD,"
                                + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256"
                                + " value.",
                        payloadHash)
                .with("ArgumentName", "x-amz-content-sha256");
    }

    private static ServiceException invalid(String text, String value) {
        return new ServiceException(400, "InvalidArgument", text).with("ArgumentValue", value);
    }
}
