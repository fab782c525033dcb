package io.hydrant.core.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Bounds how many objects are put at once. Half of the slots are for large objects, which take
/// long and come in numbers when a destination has recovered, and half for the others: neither
/// waits for the other's. Who came first goes first. Safe for use from many threads.
final class PutSlots {
    /// From here on an object is large: putting it takes a good part of a second or more.
    private static final long LARGE_BYTES = 8L * 1024 * 1024;

    private final Semaphore large;
    private final Semaphore others;
    private final int largeMax;
    private final int othersMax;

    /// @param putsMax at least 2
    PutSlots(int putsMax) {
        largeMax = putsMax / 2;
        othersMax = putsMax - putsMax / 2;
        large = new Semaphore(largeMax, true);
        others = new Semaphore(othersMax, true);
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

    /// Waits for all slots, so that nothing is being put; [#releaseAll] gives them back. False when
    /// that takes longer than the patience, for the large ones and for the others each.
    boolean holdAll(Duration patience) throws InterruptedException {
        if (!large.tryAcquire(largeMax, patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean isHeld = false;
        try {
            isHeld = others.tryAcquire(othersMax, patience.toNanos(), TimeUnit.NANOSECONDS);
            return isHeld;
        } finally {
            if (!isHeld) {
                large.release(largeMax);
            }
        }
    }

    void releaseAll() {
        large.release(largeMax);
        others.release(othersMax);
    }
}
