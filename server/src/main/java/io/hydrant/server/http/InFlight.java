package io.hydrant.server.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the requests that are being answered, so that a stop can wait for them. Safe for use from
/// many threads.
final class InFlight {
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch none = new CountDownLatch(1);
    private volatile boolean stopping;

    /// False when the server is stopping: the request must be refused. Each call is followed by
    /// [#leave], whatever it says.
    boolean enter() {
        count.incrementAndGet();
        return !stopping;
    }

    void leave() {
        if (count.decrementAndGet() == 0 && stopping) {
            none.countDown();
        }
    }

    /// Refuses all that comes from now on and waits for what is under way; false when some are
    /// still under way after `grace`.
    boolean stop(Duration grace) throws InterruptedException {
        stopping = true;
        return count.get() == 0 || none.await(grace.toMillis(), TimeUnit.MILLISECONDS);
    }
}
