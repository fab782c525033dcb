package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import java.util.Optional;

/// What must hold at the moment an object is written or deleted. Judged inside the transaction, so
/// that of several racing writers one wins.
public sealed interface Precondition {
    record None() implements Precondition {}

    /// `If-None-Match: *`: there is no such object now (a delete marker counts as none).
    record Absent() implements Precondition {}

    /// `If-Match: *`, of a deletion: there is such an object now.
    record Present() implements Precondition {}

    /// `If-Match: "etag"`.
    record Matches(String etag) implements Precondition {}

    /// @throws ServiceException when it does not hold
    default void check(Optional<ObjectVersion> current, String key) {
        Optional<ObjectVersion> live = current.filter(version -> !version.marker());
        switch (this) {
            case None none -> {}
            case Absent absent -> {
                if (live.isPresent()) {
                    throw S3Error.PRECONDITION_FAILED.refusal().with("Condition", "If-None-Match");
                }
            }
            case Present present -> {
                if (live.isEmpty()) {
                    throw S3Error.PRECONDITION_FAILED.refusal().with("Condition", "If-Match");
                }
            }
            case Matches matches -> {
                if (live.isEmpty()) {
                    throw S3Error.NO_SUCH_KEY.refusal().with("Key", key);
                }
                if (!live.get().etag().equals(matches.etag())) {
                    throw S3Error.PRECONDITION_FAILED.refusal().with("Condition", "If-Match");
                }
            }
        }
    }
}
