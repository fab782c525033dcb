package io.hydrant.cli.send;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How long to wait between sends, so that one can watch or so that a stream's quota is kept. The
/// waiting is measured from the start of a send, hence the time a request takes does not slow the
/// pace. Time that was missed is not made up for. Used by one thread.
public final class Pace {
    private final long nanosPerRequest;
    private final long nanosPerRow;
    private long nextAtNanos = System.nanoTime();

    private Pace(long nanosPerRequest, long nanosPerRow) {
        this.nanosPerRequest = nanosPerRequest;
        this.nanosPerRow = nanosPerRow;
    }

    /// A pause after each request, be it one row or a batch.
    public static Pace every(Duration pause) {
        return new Pace(pause.toNanos(), 0);
    }

    public static Pace rowsPerSecond(double rows) {
        return new Pace(0, (long) (Duration.ofSeconds(1).toNanos() / rows));
    }

    public static Pace asFastAsPossible() {
        return new Pace(0, 0);
    }

    /// Waits until the next send is due, and counts it. Ends early when the latch opens.
    void awaitTurn(int rows, CountDownLatch stop) throws InterruptedException {
        long wait = nextAtNanos - System.nanoTime();
        if (wait > 0 && stop.await(wait, TimeUnit.NANOSECONDS)) {
            return;
        }
        nextAtNanos =
                Math.max(nextAtNanos, System.nanoTime()) + nanosPerRequest + nanosPerRow * rows;
    }
}
