package io.hydrant.server.s3;

import io.hydrant.core.objectstore.Precondition;
import io.hydrant.core.objectstore.S3Error;
import java.util.Optional;

/// The conditions that a write may carry.
final class WriteConditions {
    private WriteConditions() {}

    /// @throws io.hydrant.aws.ServiceException NotImplemented for forms that S3 does not take
    static Precondition of(S3Request request) {
        Optional<String> match = request.header("If-Match");
        Optional<String> noneMatch = request.header("If-None-Match");
        if (match.isPresent() && noneMatch.isPresent()) {
            throw S3Error.NOT_IMPLEMENTED.refusal().with("Header", "If-Match,If-None-Match");
        }
        if (noneMatch.isPresent()) {
            if (!noneMatch.get().strip().equals("*")) {
                throw S3Error.NOT_IMPLEMENTED.refusal().with("Header", "If-None-Match");
            }
            return new Precondition.Absent();
        }
        if (match.isEmpty()) {
            return new Precondition.None();
        }
        if (match.get().strip().equals("*")) {
            throw S3Error.NOT_IMPLEMENTED.refusal().with("Header", "If-Match");
        }
        return new Precondition.Matches(match.get().strip().replace("\"", ""));
    }
}
