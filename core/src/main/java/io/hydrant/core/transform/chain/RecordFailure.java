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
    private final transient Optional<FailedTable> table;
    private final transient Optional<Instant> ended;

    /// Failed at the first attempt, just now.
    ///
    /// @param code as Firehose writes it: `DynamicPartitioning.MetadataExtractionFailed`
    public RecordFailure(FailureKind kind, String code, String message) {
        this(kind, code, message, 1, Optional.empty(), Optional.empty());
    }

    /// It cannot be read into the columns of a table.
    public static RecordFailure unreadable(String code, String message, FailedTable table) {
        return new RecordFailure(
                FailureKind.FORMAT_CONVERSION,
                code,
                message,
                1,
                Optional.empty(),
                Optional.of(table));
    }

    RecordFailure(
            FailureKind kind, String code, String message, int attempts, Optional<Instant> ended) {
        this(kind, code, message, attempts, ended, Optional.empty());
    }

    private RecordFailure(
            FailureKind kind,
            String code,
            String message,
            int attempts,
            Optional<Instant> ended,
            Optional<FailedTable> table) {
        super(message, null, false, false);
        this.kind = kind;
        this.code = code;
        this.attempts = attempts;
        this.table = table;
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

    /// The table that it cannot be read into, if that is how it failed.
    Optional<FailedTable> table() {
        return table == null ? Optional.empty() : table;
    }

    /// When the last attempt ended, unless that is now.
    Optional<Instant> ended() {
        return ended == null ? Optional.empty() : ended;
    }
}
