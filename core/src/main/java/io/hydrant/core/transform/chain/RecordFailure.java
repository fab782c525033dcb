package io.hydrant.core.transform.chain;

import java.io.Serial;
import java.time.Instant;
import java.util.Optional;

/// A record that cannot be processed, which is no fault of the program's: it goes to the error
/// output. Has no stack trace, since there may be very many.
public final class RecordFailure extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final FailureKind kind;
    private final String code;
    private final int attempts;
    private final transient Optional<Instant> ended;

    /// Failed at the first attempt, just now.
    ///
    /// @param code as Firehose writes it: `DynamicPartitioning.MetadataExtractionFailed`
    public RecordFailure(FailureKind kind, String code, String message) {
        this(kind, code, message, 1, Optional.empty());
    }

    RecordFailure(
            FailureKind kind, String code, String message, int attempts, Optional<Instant> ended) {
        super(message, null, false, false);
        this.kind = kind;
        this.code = code;
        this.attempts = attempts;
        this.ended = ended;
    }

    FailureKind kind() {
        return kind;
    }

    String code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    int attempts() {
        return attempts;
    }

    /// When the last attempt ended, unless that is now.
    Optional<Instant> ended() {
        return ended == null ? Optional.empty() : ended;
    }
}
