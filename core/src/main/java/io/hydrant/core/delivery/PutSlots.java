package io.hydrant.core.delivery;

import java.util.concurrent.Semaphore;

/// Bounds how many objects are put at once. Half of the slots are for large objects, which take
/// long and come in numbers when a destination has recovered, and half for the others: neither
/// waits for the other's. Who came first goes first. Safe for use from many threads.
final class PutSlots {
    /// From here on an object is large: putting it takes a good part of a second or more.
    private static final long LARGE_BYTES = 8L * 1024 * 1024;

    private final Semaphore large;
    private final Semaphore others;

    /// @param putsMax at least 2
    PutSlots(int putsMax) {
        large = new Semaphore(putsMax / 2, true);
        others = new Semaphore(putsMax - putsMax / 2, true);
    }

    /// Waits for a slot for an object of so many bytes before compression, and holds it meanwhile.
    void hold(long payloadBytes, Runnable put) {
        Semaphore slots = payloadBytes >= LARGE_BYTES ? large : others;
        slots.acquireUninterruptibly();
        try {
            put.run();
        } finally {
            slots.release();
        }
    }
}
