package io.hydrant.cli.send;

import java.time.Duration;

/// What came of it.
///
/// @param interrupted whether it was stopped before the end of the input
public record SendReport(
        long rows,
        long bytes,
        long requests,
        long retried,
        long leftOut,
        Duration elapsed,
        boolean interrupted) {

    public double rowsPerSecond() {
        return rows / Math.max(elapsed.toNanos() / 1e9, 1e-9);
    }
}
