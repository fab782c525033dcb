package io.hydrant.producer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// When the next request may begin, so that one can watch or so that a stream's quota is kept. Used
/// by one thread.
public final class Pace {
    /// What a rate may make up for after it was held up: a token bucket of a tenth of a second.
    private static final Duration BURST = Duration.ofMillis(100);

    private final long nanosPerRequest;
    private final double nanosPerRecord;
    private final long burstNanos;
    private double nextAtNanos;
    private boolean started;

    private Pace(long nanosPerRequest, double nanosPerRecord, Duration burst) {
        this.nanosPerRequest = nanosPerRequest;
        this.nanosPerRecord = nanosPerRecord;
        this.burstNanos = burst.toNanos();
    }

    /// A pause after each request, be it one record or a batch, measured from the start of a
    /// request: the time that one takes does not slow the pace. Time that was missed is not made up
    /// for.
    public static Pace every(Duration pause) {
        return new Pace(pause.toNanos(), 0, Duration.ZERO);
    }

    public static Pace recordsPerSecond(double records) {
        return new Pace(0, Duration.ofSeconds(1).toNanos() / records, BURST);
    }

    public static Pace asFastAsPossible() {
        return new Pace(0, 0, Duration.ZERO);
    }

    /// Waits until the next request is due, and counts it. Ends early when the latch opens.
    void awaitTurn(int records, CountDownLatch stop) throws InterruptedException {
        long now = System.nanoTime();
        if (!started) {
            started = true;
            nextAtNanos = now;
        }
        long wait = (long) (nextAtNanos - now);
        if (wait > 0 && stop.await(wait, TimeUnit.NANOSECONDS)) {
            return;
        }
        double earliest = Math.max(nextAtNanos, System.nanoTime() - (double) burstNanos);
        nextAtNanos = earliest + nanosPerRequest + nanosPerRecord * records;
    }
}
