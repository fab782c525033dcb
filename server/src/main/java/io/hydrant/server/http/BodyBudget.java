package io.hydrant.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// How much of the heap request bodies may take at once. A request that would go beyond waits until
/// others have been answered, so that many large requests make each other slower and not the server
/// run out of memory. Safe for use from many threads.
final class BodyBudget {
    /// How long a request waits before it is told to come back later.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Below this not even the longest bodies of each kind would fit side by side.
    private static final long LEAST_BYTES = 16L << 20;

    private final Semaphore kibibytes;
    private final Duration patience;

    BodyBudget(long bytes, Duration patience) {
        this.kibibytes = new Semaphore(inKibibytes(bytes), true);
        this.patience = patience;
    }

    /// A quarter of the heap: what is made from a body takes about as much again.
    static BodyBudget ofHeap() {
        long bytes = Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 4);
        return new BodyBudget(bytes, PATIENCE);
    }

    /// Waits for room; false when there was none in time. The same size is given back by [#leave].
    boolean enter(long bytes) {
        int size = inKibibytes(bytes);
        try {
            return size == 0
                    || kibibytes.tryAcquire(size, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void leave(long bytes) {
        kibibytes.release(inKibibytes(bytes));
    }

    private static int inKibibytes(long bytes) {
        return Math.toIntExact(Math.min((bytes + 1_023) >> 10, Integer.MAX_VALUE));
    }
}
