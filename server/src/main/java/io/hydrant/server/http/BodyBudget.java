package io.hydrant.server.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// How much of the heap request bodies may take at once. A request that would go beyond waits until
/// others have been answered, so that many large requests make each other slower and not the server
/// run out of memory. While one waits, bodies that hardly come are given up: a client that
/// announces much and sends nothing keeps nobody out for long. Safe for use from many threads.
final class BodyBudget {
    private static final Logger LOG = System.getLogger(BodyBudget.class.getName());

    /// How long a request waits before it is told to come back later.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// How long a body may take to begin, while others wait.
    private static final Duration GRACE = Duration.ofSeconds(3);

    /// How fast it must come from then on, while others wait: a full batch in six minutes.
    private static final long LEAST_BYTES_PER_SECOND = 16 << 10;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /// Below this not even the longest bodies of each kind would fit side by side.
    private static final long LEAST_BYTES = 16L << 20;

    private final Semaphore kibibytes;
    private final Duration patience;
    private final Duration grace;
    private final Set<Room> taken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();

    BodyBudget(long bytes, Duration patience, Duration grace) {
        this.kibibytes = new Semaphore(inKibibytes(bytes), true);
        this.patience = patience;
        this.grace = grace;
    }

    /// A quarter of the heap: what is made from a body takes about as much again.
    static BodyBudget ofHeap() {
        long bytes = Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 4);
        return new BodyBudget(bytes, PATIENCE, GRACE);
    }

    /// Waits for room; empty when there was none in time.
    Optional<Room> enter(long bytes) {
        int size = inKibibytes(bytes);
        try {
            if (size > 0 && !kibibytes.tryAcquire(size, 0, TimeUnit.MILLISECONDS)) {
                if (!waitFor(size)) {
                    return Optional.empty();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        Room room = new Room(size);
        taken.add(room);
        return Optional.of(room);
    }

    private boolean waitFor(int size) throws InterruptedException {
        if (waiting.getAndIncrement() == 0) {
            Thread.ofVirtual().name("body-budget").start(this::giveUpSlowBodies);
        }
        try {
            return kibibytes.tryAcquire(size, patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /// For as long as anybody waits.
    private void giveUpSlowBodies() {
        try {
            while (waiting.get() > 0) {
                taken.forEach(Room::giveUpIfSlow);
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int inKibibytes(long bytes) {
        return Math.toIntExact(Math.min((bytes + 1_023) >> 10, Integer.MAX_VALUE));
    }

    /// What one body takes, until it is closed. It belongs to the thread that reads the body.
    final class Room implements AutoCloseable {
        private final int size;
        private final long entered = System.nanoTime();

        /// Set for as long as the body is read: at no other time may its thread be interrupted.
        private @Nullable Thread reader;

        private LongSupplier arrived = () -> 0;
        private boolean isGivenUp;

        private Room(int size) {
            this.size = size;
        }

        /// @param arrived how many bytes have come; asked from another thread
        synchronized void beginReading(LongSupplier arrived) {
            this.arrived = arrived;
            reader = Thread.currentThread();
        }

        /// True when the body was given up meanwhile; what was read of it is not to be used then.
        synchronized boolean endReading() {
            reader = null;
            if (isGivenUp && Thread.interrupted()) {
                // It came between two reads. It was meant for the reading and nothing else.
                LOG.log(Level.DEBUG, "A body was given up between two reads");
            }
            return isGivenUp;
        }

        /// An interrupt ends a virtual thread's read, and with it the connection.
        private synchronized void giveUpIfSlow() {
            long late = System.nanoTime() - entered - grace.toNanos();
            if (reader == null || isGivenUp || late < 0) {
                return;
            }
            long came = arrived.getAsLong();
            if (came < late / 1e9 * LEAST_BYTES_PER_SECOND) {
                isGivenUp = true;
                LOG.log(
                        Level.WARNING,
                        "Ended a connection whose request came too slowly while others waited for room: {0} of {1} KiB",
                        came >> 10,
                        size);
                reader.interrupt();
            }
        }

        @Override
        public void close() {
            if (taken.remove(this)) {
                kibibytes.release(size);
            }
        }
    }
}
