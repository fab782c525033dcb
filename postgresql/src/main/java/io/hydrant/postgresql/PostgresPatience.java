package io.hydrant.postgresql;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/// How long one thing is tried again and again: a request is answered in a bounded time, whatever
/// the database does.
final class PostgresPatience {
    private static final long PAUSE_FIRST_MILLIS = 20;
    private static final long PAUSE_MAX_MILLIS = 500;

    private final long endNanos;
    private long pauseMillis = PAUSE_FIRST_MILLIS;

    PostgresPatience(long seconds) {
        this.endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    long leftMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()));
    }

    /// Whether there is time for another try, after a pause that grows.
    boolean pause() throws InterruptedIOException {
        if (leftMillis() <= pauseMillis) {
            return false;
        }
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for the database");
        }
        pauseMillis = Math.min(2 * pauseMillis, PAUSE_MAX_MILLIS);
        return true;
    }
}
