package io.hydrant.producer;

import java.time.Duration;

/// What came of a sending.
///
/// @param records acknowledged
/// @param bytes of data in them
/// @param retried entries that were refused at first and sent again
/// @param setbacks requests that had to be repeated
/// @param possiblyTwice records that the stream may hold twice, since an answer was lost
/// @param interrupted whether it was stopped before the source had ended
public record SendReport(
        long records,
        long bytes,
        long requests,
        long retried,
        long setbacks,
        long possiblyTwice,
        Duration elapsed,
        boolean interrupted) {

    public double recordsPerSecond() {
        return records / Math.max(elapsed.toNanos() / 1e9, 1e-3);
    }
}
