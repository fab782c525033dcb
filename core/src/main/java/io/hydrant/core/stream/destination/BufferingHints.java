package io.hydrant.core.stream.destination;

import java.time.Duration;

/// How much, or for how long, a stream gathers before it writes an object. Whichever comes first
/// ends it. The size counts record bytes before compression; the interval begins when the first
/// record enters an empty buffer, and zero means at once.
public record BufferingHints(int sizeInMBs, Duration interval) {
    public static final int SIZE_MIN_MBS = 1;
    public static final int SIZE_MAX_MBS = 128;
    public static final Duration INTERVAL_MAX = Duration.ofSeconds(900);
    public static final BufferingHints DEFAULT = new BufferingHints(5, Duration.ofSeconds(300));

    /// Of a stream whose records are converted.
    public static final BufferingHints DEFAULT_OF_CONVERSION =
            new BufferingHints(SIZE_MAX_MBS, DEFAULT.interval());

    public BufferingHints {
        if (sizeInMBs < SIZE_MIN_MBS || sizeInMBs > SIZE_MAX_MBS) {
            throw new IllegalArgumentException("SizeInMBs must be 1 to 128 but was " + sizeInMBs);
        }
        if (interval.isNegative() || interval.compareTo(INTERVAL_MAX) > 0) {
            throw new IllegalArgumentException(
                    "IntervalInSeconds must be 0 to 900 but was " + interval.toSeconds());
        }
    }

    /// An MB is 2^20 bytes here.
    public long sizeBytes() {
        return sizeInMBs * 1024L * 1024L;
    }
}
