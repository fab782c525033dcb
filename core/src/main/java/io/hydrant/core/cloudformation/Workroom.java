package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Room in memory for what works on templates and stacks: a template takes many times its length
/// while it is read and resolved. Whoever finds no room waits, in order. Safe for use from many
/// threads.
public final class Workroom {
    /// How long a request waits before it is told to come back later.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int KIBIBYTE = 1024;

    private final int all;
    private final Semaphore kibibytes;
    private final Duration patience;

    Workroom(long bytes, Duration patience) {
        this.all = Math.toIntExact(Math.clamp(bytes / KIBIBYTE, 1, Integer.MAX_VALUE));
        this.kibibytes = new Semaphore(all, true);
        this.patience = patience;
    }

    static Workroom of(long bytes) {
        return new Workroom(bytes, PATIENCE);
    }

    /// Room for a request that takes so much; what takes more than there is has all of it.
    ///
    /// @throws io.hydrant.aws.ServiceException Throttling, when there is none in time
    public Place enter(long bytes) {
        int size = size(bytes);
        try {
            if (kibibytes.tryAcquire(size, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Place(size);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw CloudFormationError.THROTTLING.because("Rate exceeded");
    }

    /// Room at once, when nobody waits for any.
    Optional<Place> tryEnter(long bytes) {
        int size = size(bytes);
        boolean free = !kibibytes.hasQueuedThreads() && kibibytes.tryAcquire(size);
        return free ? Optional.of(new Place(size)) : Optional.empty();
    }

    /// Room after however long a wait.
    Place await(long bytes) {
        int size = size(bytes);
        kibibytes.acquireUninterruptibly(size);
        return new Place(size);
    }

    /// A part of all the room, in bytes.
    long part(int parts) {
        return (long) all * KIBIBYTE / parts;
    }

    private int size(long bytes) {
        return Math.clamp(bytes / KIBIBYTE, 1, all);
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
