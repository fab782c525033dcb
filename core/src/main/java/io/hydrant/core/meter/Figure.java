package io.hydrant.core.meter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is counted of a stream. The code of each is kept in files: it is never given to another.
public enum Figure {
    PUT_RECORD_REQUESTS(1, Kind.COUNT),
    PUT_RECORD_BYTES(2, Kind.COUNT),
    /// How long PutRecords that were answered took, in microseconds.
    PUT_RECORD_LATENCY(3, Kind.LATENCY),
    PUT_RECORD_BATCH_REQUESTS(4, Kind.COUNT),
    PUT_RECORD_BATCH_RECORDS(5, Kind.COUNT),
    PUT_RECORD_BATCH_BYTES(6, Kind.COUNT),
    PUT_RECORD_BATCH_LATENCY(7, Kind.LATENCY),

    /// Requests of which nothing was taken, whatever the reason.
    REFUSED_REQUESTS(10, Kind.COUNT),
    /// Records that a quota kept out.
    THROTTLED_RECORDS(11, Kind.COUNT),
    /// Requests that could not be stored: the disk is full or fails, or the log is damaged.
    STORAGE_REFUSALS(12, Kind.COUNT),
    /// Requests for which there was no room among those that wait to be stored.
    BUSY_REFUSALS(13, Kind.COUNT),

    /// Times that the key of an encrypted stream was asked for and not given.
    KMS_KEY_ACCESS_DENIED(14, Kind.COUNT),
    KMS_KEY_DISABLED(15, Kind.COUNT),
    KMS_KEY_INVALID_STATE(16, Kind.COUNT),
    KMS_KEY_NOT_FOUND(17, Kind.COUNT),

    DELIVERED_RECORDS(20, Kind.COUNT),
    /// Before compression.
    DELIVERED_BYTES(21, Kind.COUNT),
    DELIVERED_OBJECTS(22, Kind.COUNT),
    FAILED_PUTS(23, Kind.COUNT),
    OBJECTS_CUT_BY_SIZE(24, Kind.COUNT),
    OBJECTS_CUT_BY_AGE(25, Kind.COUNT),
    OBJECTS_CUT_BY_FLUSH(26, Kind.COUNT),
    /// The age of the oldest record, in milliseconds, of each object when it was stored, and of
    /// what waits whenever a minute ends.
    FRESHNESS(27, Kind.MEASURE),
    EXPIRED_RECORDS(28, Kind.COUNT),

    BACKUP_RECORDS(40, Kind.COUNT),
    BACKUP_BYTES(41, Kind.COUNT),
    BACKUP_OBJECTS(42, Kind.COUNT),
    BACKUP_FAILED_PUTS(43, Kind.COUNT),
    BACKUP_FRESHNESS(44, Kind.MEASURE),

    /// Records that went through the processors, whatever became of them.
    PROCESSED_RECORDS(60, Kind.COUNT),
    DROPPED_RECORDS(61, Kind.COUNT),
    /// Records and parts of records that went to the error output.
    PROCESSING_FAILURES(62, Kind.COUNT),
    /// What processing made of them.
    MADE_RECORDS(63, Kind.COUNT),
    MADE_BYTES(64, Kind.COUNT),
    /// Spans that could not be processed and are tried again.
    FAILED_SPANS(65, Kind.COUNT),
    /// How long functions that answered took, in microseconds.
    FUNCTION_DURATION(66, Kind.MEASURE),
    FAILED_FUNCTION_CALLS(67, Kind.COUNT),
    DECOMPRESSED_RECORDS(68, Kind.COUNT),
    DECOMPRESSED_BYTES(69, Kind.COUNT),
    DECOMPRESSION_FAILURES(70, Kind.COUNT),
    CONVERTED_RECORDS(71, Kind.COUNT),
    CONVERTED_BYTES(72, Kind.COUNT),
    CONVERSION_FAILURES(73, Kind.COUNT),
    CONVERSION_FAILED_BYTES(74, Kind.COUNT),

    /// What waits, looked at whenever a minute ends.
    BUFFERED_RECORDS(80, Kind.MEASURE),
    BUFFERED_BYTES(81, Kind.MEASURE),
    BACKLOG_RECORDS(82, Kind.MEASURE),
    BACKLOG_BYTES(83, Kind.MEASURE),
    OPEN_PARTITIONS(84, Kind.MEASURE),

    /// Errors that were written into the log group that the stream names.
    ERROR_EVENTS(90, Kind.COUNT),
    /// Those that were left out because others like them were written within the minute.
    REPEATED_ERRORS(91, Kind.COUNT),
    /// Those that could not be written.
    LOST_ERROR_EVENTS(92, Kind.COUNT);

    /// How a figure is counted.
    public enum Kind {
        /// A number that grows.
        COUNT,
        /// Values, of which sum, number, least and most are kept.
        MEASURE,
        /// The same, and how many were how long.
        LATENCY
    }

    private static final Map<Integer, Figure> BY_CODE = new HashMap<>();

    static {
        for (Figure figure : values()) {
            if (BY_CODE.put(figure.code, figure) != null) {
                throw new IllegalStateException("Two figures have the code " + figure.code);
            }
        }
    }

    private final int code;
    private final Kind kind;

    Figure(int code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /// As files spell it.
    public int code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    /// Empty for one of a newer version.
    public static Optional<Figure> ofCode(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
