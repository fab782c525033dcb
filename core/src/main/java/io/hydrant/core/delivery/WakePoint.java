package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.StreamLog;
import java.util.Optional;

/// Where a stream's log must end for a step to be due at once. Safe for use from many threads.
final class WakePoint {
    private static final LogPoint NEVER = new LogPoint(Long.MAX_VALUE, Long.MAX_VALUE);

    private final Runnable wake;

    /// In records or in bytes.
    private volatile LogPoint at = NEVER;

    WakePoint(Runnable wake) {
        this.wake = wake;
    }

    /// Wakes at once when the log has come as far already.
    void set(Optional<LogPoint> point, StreamLog log) {
        at = point.orElse(NEVER);
        wakeIfReached(log);
    }

    /// Called after every append, so it takes no lock.
    void wakeIfReached(StreamLog log) {
        LogPoint end = log.end();
        LogPoint point = at;
        if (end.position() >= point.position() || end.payloadBytes() >= point.payloadBytes()) {
            at = NEVER;
            wake.run();
        }
    }
}
