package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.Precondition;
import io.hydrant.core.objectstore.S3Error;
import java.util.Optional;

/// The conditions that a write may carry.
final class WriteConditions {
    private WriteConditions() {}

    /// @throws ServiceException NotImplemented for forms that S3 does not take
    static Precondition of(S3Request request) {
        Optional<String> match = request.header("If-Match");
        Optional<String> noneMatch = request.header("If-None-Match");
        if (match.isPresent() && noneMatch.isPresent()) {
            throw notTaken(
                    "If-Match,If-None-Match",
                    "Multiple conditional request headers present in the request");
        }
        if (noneMatch.isPresent()) {
            if (!noneMatch.get().strip().equals("*")) {
                throw notTaken("If-None-Match");
            }
            return new Precondition.Absent();
        }
        if (match.isEmpty()) {
            return new Precondition.None();
        }
        if (match.get().strip().equals("*")) {
            throw notTaken("If-Match");
        }
        return new Precondition.Matches(etag(match.get()));
    }

    /// Of a deletion, which takes `If-Match: *` as well.
    static Precondition ofDeletion(S3Request request) {
        return request.header("If-Match")
                .map(WriteConditions::ofEtag)
                .orElse(new Precondition.None());
    }

    /// `*`, or an etag with or without its quotes.
    static Precondition ofEtag(String text) {
        return text.strip().equals("*")
                ? new Precondition.Present()
                : new Precondition.Matches(etag(text));
    }

    private static String etag(String text) {
        return text.strip().replace("\"", "");
    }

    private static ServiceException notTaken(String header) {
        return notTaken(
                header, "We don't accept the provided value of " + header + " header for this API");
    }

    private static ServiceException notTaken(String headers, String why) {
        return S3Error.NOT_IMPLEMENTED
                .refusal()
                .with("Header", headers)
                .with("additionalMessage", why);
    }
}
