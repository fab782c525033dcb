package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import java.time.Instant;
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

    /// One of an upload's end, which must have held since the upload began.
    ///
    /// @param initiated when it began, for those of which `latest` is not known
    /// @param latest the number of the version that was the latest then, 0 for none
    record SinceUpload(Precondition condition, Instant initiated, Optional<Long> latest)
            implements Precondition {

        private void checkUndisturbed(Optional<ObjectVersion> live, String key) {
            String header =
                    switch (condition) {
                        case Absent absent -> "If-None-Match";
                        case Matches matches -> "If-Match";
                        case Present present -> "If-Match";
                        case None none -> "";
                        case SinceUpload nested -> "";
                    };
            if (!header.isEmpty() && isDisturbed(live)) {
                throw S3Error.CONDITIONAL_REQUEST_CONFLICT
                        .refusal()
                        .with("Condition", header)
                        .with("Key", key);
            }
        }

        private boolean isDisturbed(Optional<ObjectVersion> live) {
            return latest.isPresent()
                    ? !live.map(ObjectVersion::seq).orElse(0L).equals(latest.get())
                    : live.filter(version -> version.modified().isAfter(initiated)).isPresent();
        }
    }

    /// @throws ServiceException when it does not hold
    default void check(Optional<ObjectVersion> current, String key) {
        Optional<ObjectVersion> live = current.filter(version -> !version.marker());
        switch (this) {
            case None none -> {}
            case SinceUpload since -> {
                since.condition().check(current, key);
                since.checkUndisturbed(live, key);
            }
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
