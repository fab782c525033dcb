package io.hydrant.server.http.body;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Room in memory for what is made of long AWS Query bodies: the text, its parts, the parts
/// decoded, and the answer. Short ones need none. Whoever finds no room waits, in order. Safe for
/// use from many threads.
public final class QueryRoom {
    /// How long a request waits before it is told to come back later.
    private static final int PATIENCE_SECONDS = 20;

    /// How much is made of a body, in its lengths.
    private static final long LENGTHS = 6;

    private static final int KIBIBYTE = 1024;

    private final int all;
    private final Semaphore kibibytes;

    QueryRoom(long bytes) {
        this.all = Math.toIntExact(Math.clamp(bytes / KIBIBYTE, 1, Integer.MAX_VALUE));
        this.kibibytes = new Semaphore(all, true);
    }

    /// An eighth of the heap.
    public static QueryRoom ofThisProcess() {
        return new QueryRoom(Runtime.getRuntime().maxMemory() / 8);
    }

    /// Room for one body; one that takes more than there is has all of it.
    ///
    /// @throws NoRoomException when there is none in time
    public Place enter(int bodyBytes) throws NoRoomException {
        if (bodyBytes <= BodyBudget.SMALL_MAX_BYTES) {
            return new Place(0);
        }
        int size = Math.clamp(LENGTHS * bodyBytes / KIBIBYTE, 1, all);
        try {
            if (kibibytes.tryAcquire(size, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new Place(size);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new NoRoomException(bodyBytes);
    }

    /// What one body takes, until it is closed.
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
