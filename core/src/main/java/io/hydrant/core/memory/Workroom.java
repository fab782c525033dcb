package io.hydrant.core.memory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Room in memory for work that takes many times the length of what it works on: reading a template
/// and resolving it, or taking a long form apart. Whoever finds no room waits, in order. Safe for
/// use from many threads.
public final class Workroom {
    /// How long a request waits before it is told to come back later.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int KIBIBYTE = 1024;

    private final int all;
    private final Semaphore kibibytes;
    private final Duration patience;

    public Workroom(long bytes, Duration patience) {
        this.all = Math.toIntExact(Math.clamp(bytes / KIBIBYTE, 1, Integer.MAX_VALUE));
        this.kibibytes = new Semaphore(all, true);
        this.patience = patience;
    }

    public static Workroom of(long bytes) {
        return new Workroom(bytes, PATIENCE);
    }

    /// Room for what takes so much; what takes more than there is has all of it, and what takes
    /// nothing waits for nobody. Empty when there is none in time.
    public Optional<Place> enter(long bytes) {
        int size = size(bytes);
        try {
            boolean entered =
                    size == 0
                            || kibibytes.tryAcquire(
                                    size, patience.toMillis(), TimeUnit.MILLISECONDS);
            return entered ? Optional.of(new Place(size)) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Room at once, when nobody waits for any.
    public Optional<Place> tryEnter(long bytes) {
        int size = size(bytes);
        boolean free = !kibibytes.hasQueuedThreads() && kibibytes.tryAcquire(size);
        return free ? Optional.of(new Place(size)) : Optional.empty();
    }

    /// Room after however long a wait.
    public Place await(long bytes) {
        int size = size(bytes);
        kibibytes.acquireUninterruptibly(size);
        return new Place(size);
    }

    /// A part of all the room, in bytes.
    public long part(int parts) {
        return (long) all * KIBIBYTE / parts;
    }

    private int size(long bytes) {
        return bytes == 0 ? 0 : Math.clamp(bytes / KIBIBYTE, 1, all);
    }

    /// What one takes, until it is closed.
    public final class Place implements AutoCloseable {
        private final int size;

        private Place(int size) {
            this.size = size;
        }

        @Override
        public void close() {
            kibibytes.release(size);
        }
    }
}
