package io.hydrant.core.delivery;

import io.hydrant.core.log.Ownership;
import java.util.concurrent.atomic.LongAdder;

/// The logs that this process delivers, and how often that changed. Safe for use from many threads.
final class OwnLogs {
    private final Ownership ownership;
    private final LongAdder takenOver = new LongAdder();
    private final LongAdder overtaken = new LongAdder();

    OwnLogs(Ownership ownership) {
        this.ownership = ownership;
    }

    boolean has(String logId) {
        return ownership.isOurs(logId);
    }

    void tookOver() {
        takenOver.increment();
    }

    void wasOvertaken() {
        overtaken.increment();
    }

    /// How often a log was taken over, also at the start.
    long takenOver() {
        return takenOver.sum();
    }

    /// How often another process had taken a log over that this one still delivered.
    long overtaken() {
        return overtaken.sum();
    }
}
