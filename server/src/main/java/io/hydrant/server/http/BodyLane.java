package io.hydrant.server.http;

import io.hydrant.server.http1.RequestBody;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Room in memory for bodies of one kind. A request that would go beyond waits until others have
/// been answered. While one has waited for a while, the body that comes slowest is given up, and
/// then the next: whoever takes room and hardly fills it makes place for those who do. Safe for use
/// from many threads.
final class BodyLane {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /// What is nearly there is waited for.
    private static final double NEARLY_SECONDS = 0.5;

    private final Semaphore kibibytes;
    private final Duration patience;
    private final Duration grace;
    private final Set<Room> taken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();

    /// @param patience how long a request waits before it is told to come back later
    /// @param grace how long one waits, and how long a body may take, before bodies are given up
    BodyLane(long bytes, Duration patience, Duration grace) {
        this.kibibytes = new Semaphore(inKibibytes(bytes), true);
        this.patience = patience;
        this.grace = grace;
    }

    /// Room at once; empty when there is none.
    Optional<Room> tryEnter(long bytes) {
        int size = inKibibytes(bytes);
        return size == 0 || kibibytes.tryAcquire(size) ? Optional.of(room(size)) : Optional.empty();
    }

    /// Waits for room; empty when there was none in time.
    Optional<Room> enter(long bytes) {
        int size = inKibibytes(bytes);
        try {
            return size == 0
                            || kibibytes.tryAcquire(size, 0, TimeUnit.MILLISECONDS)
                            || waitFor(size)
                    ? Optional.of(room(size))
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Room room(int size) {
        Room room = new Room(size);
        taken.add(room);
        return room;
    }

    private boolean waitFor(int size) throws InterruptedException {
        if (waiting.getAndIncrement() == 0) {
            Thread.ofVirtual().name("body-lane").start(this::giveUpSlowBodies);
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
            Thread.sleep(grace);
            while (waiting.get() > 0) {
                slowest().ifPresent(Room::giveUp);
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Of those that have had their time and will need some more.
    private Optional<Room> slowest() {
        record Pace(Room room, double bytesPerSecond) {}
        long now = System.nanoTime();
        return taken.stream()
                .filter(room -> room.isComing(now))
                .map(room -> new Pace(room, room.bytesPerSecond(now)))
                .filter(pace -> pace.room().left() > NEARLY_SECONDS * pace.bytesPerSecond())
                .min(Comparator.comparingDouble(Pace::bytesPerSecond))
                .map(Pace::room);
    }

    private static int inKibibytes(long bytes) {
        return Math.toIntExact(Math.min((bytes + 1_023) >> 10, Integer.MAX_VALUE));
    }

    /// What one body takes, until it is closed. It belongs to the thread that reads the body.
    final class Room implements AutoCloseable {
        private final int size;
        private final long entered = System.nanoTime();

        /// Set for as long as the body is read.
        private volatile @Nullable Arrival arrival;

        private Room(int size) {
            this.size = size;
        }

        /// @param arrival of the body that is read into this room, from now on
        void beginReading(Arrival arrival) {
            this.arrival = arrival;
        }

        void endReading() {
            arrival = null;
        }

        private boolean isComing(long now) {
            return arrival != null && now - entered >= grace.toNanos();
        }

        private double bytesPerSecond(long now) {
            return came() * 1e9 / Math.max(1, now - entered);
        }

        private long left() {
            return ((long) size << 10) - came();
        }

        private long came() {
            Arrival coming = arrival;
            return coming == null ? (long) size << 10 : coming.bytes().getAsLong();
        }

        private void giveUp() {
            Arrival coming = arrival;
            if (coming != null) {
                arrival = null;
                coming.giveUp().run();
            }
        }

        @Override
        public void close() {
            if (taken.remove(this)) {
                kibibytes.release(size);
            }
        }
    }

    /// How much of a body has come, and how its reading is ended. Both are asked from another
    /// thread.
    record Arrival(LongSupplier bytes, Runnable giveUp) {
        static Arrival of(RequestBody body) {
            return new Arrival(body::count, body::giveUp);
        }
    }
}
