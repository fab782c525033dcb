package io.hydrant.server.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Gives memory back to the system after a burst of large requests. The collector that the launcher
/// chooses keeps what the heap once took until a full collection, and a server that has become
/// quiet never comes to one. So one is asked for, once for each time that the heap grew, when
/// hardly any body has come for half a minute: then its pause of a tenth of a second meets few.
final class HeapReturn implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);
    private static final int QUIET_LOOKS = 2;
    private static final long QUIET_BYTES = 4L << 20;

    /// Below this nobody gains by it.
    private static final long WORTHWHILE_BYTES = 64L << 20;

    /// The serial collector gives back in steps, unless it is told not to: nothing first, then a
    /// tenth, then two fifths, then all.
    private static final int STEPS = 4;

    private final LongSupplier arrived;
    private final Duration betweenLooks;
    private final Thread watch;

    /// @param arrived how many bytes of bodies have come so far
    HeapReturn(LongSupplier arrived) {
        this(arrived, BETWEEN_LOOKS);
    }

    HeapReturn(LongSupplier arrived, Duration betweenLooks) {
        this.arrived = arrived;
        this.betweenLooks = betweenLooks;
        long atFirst = Runtime.getRuntime().totalMemory();
        this.watch = Thread.ofPlatform().name("heap-return").daemon().start(() -> watch(atFirst));
    }

    private void watch(long atFirst) {
        Runtime runtime = Runtime.getRuntime();
        long kept = atFirst;
        long seen = arrived.getAsLong();
        int quiet = 0;
        try {
            while (true) {
                Thread.sleep(betweenLooks);
                long now = arrived.getAsLong();
                quiet = now - seen < QUIET_BYTES ? quiet + 1 : 0;
                seen = now;
                if (quiet >= QUIET_LOOKS && runtime.totalMemory() - kept > WORTHWHILE_BYTES) {
                    kept = giveBack(runtime, kept);
                }
            }
        } catch (InterruptedException isOver) {
            Thread.currentThread().interrupt();
        }
    }

    /// How much the heap takes now.
    private static long giveBack(Runtime runtime, long kept) {
        for (int i = 0; i < STEPS && runtime.totalMemory() - kept > WORTHWHILE_BYTES; i++) {
            System.gc();
        }
        return runtime.totalMemory();
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
