package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Error;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/// The conditions of a read (`If-Match`, `If-None-Match`, `If-Modified-Since`,
/// `If-Unmodified-Since`) or, with another prefix, of a copy's source. Times are compared at whole
/// seconds, and one of the future is none.
record ReadConditions(S3Request request, String prefix, Instant now) {
    /// Of a read.
    static ReadConditions of(S3Request request, Instant now) {
        return new ReadConditions(request, "If-", now);
    }

    /// Of a copy's source, as S3 spells them in its refusals.
    static ReadConditions ofSource(S3Request request, Instant now) {
        return new ReadConditions(request, "x-amz-copy-source-If-", now);
    }

    /// Whether the answer is 304.
    ///
    /// @throws ServiceException PreconditionFailed
    boolean notModified(ObjectVersion version) {
        Optional<String> match = request.header(prefix + "Match");
        if (match.isPresent() && !names(match.get(), version)) {
            throw failed("Match");
        }
        // An If-Match that holds beats an If-Unmodified-Since that does not.
        if (match.isEmpty()
                && time("Unmodified-Since")
                        .filter(since -> modified(version).isAfter(since))
                        .isPresent()) {
            throw failed("Unmodified-Since");
        }
        Optional<String> noneMatch = request.header(prefix + "None-Match");
        if (noneMatch.isPresent()) {
            return names(noneMatch.get(), version);
        }
        return time("Modified-Since")
                .filter(since -> !since.isAfter(now))
                .filter(since -> !modified(version).isAfter(since))
                .isPresent();
    }

    /// For a copy: whatever does not hold is a failure.
    void requireAll(ObjectVersion version) {
        if (notModified(version)) {
            boolean ofEtag = request.header(prefix + "None-Match").isPresent();
            throw failed(ofEtag ? "None-Match" : "Modified-Since");
        }
    }

    private static boolean names(String etags, ObjectVersion version) {
        return Arrays.stream(etags.split(",", -1))
                .map(etag -> etag.strip().replaceFirst("^W/", "").replace("\"", ""))
                .anyMatch(etag -> etag.equals("*") || etag.equals(version.etag()));
    }

    private static Instant modified(ObjectVersion version) {
        return version.modified().truncatedTo(ChronoUnit.SECONDS);
    }

    /// What is not a date is ignored, as HTTP says.
    private Optional<Instant> time(String name) {
        return request.header(prefix + name).flatMap(ReadConditions::parse);
    }

    private static Optional<Instant> parse(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException notHttp) {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeException notIso) {
                return Optional.empty();
            }
        }
    }

    private ServiceException failed(String condition) {
        return S3Error.PRECONDITION_FAILED.refusal().with("Condition", prefix + condition);
    }
}
