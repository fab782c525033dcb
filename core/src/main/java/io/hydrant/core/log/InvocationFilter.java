package io.hydrant.core.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Tells of most requests at once that no log has taken them: a Bloom filter of the invocations of
/// all logs of a server, in two generations of 2 MB each. A generation is full with 524,288 of
/// them; the one before it is then forgotten. Of requests that it does not hold, four in 100,000
/// may seem to be there. Safe for use from many threads.
///
/// An invocation has one bit in each word of a block of eight, which is a line of the processor's
/// cache.
final class InvocationFilter {
    static final int GENERATION = 1 << 19;

    /// Clients repeat a call within a minute or so. What is older than this needs no looking for
    /// when the filter has forgotten it.
    static final Duration WINDOW = Duration.ofMinutes(2);

    private static final int BLOCK_WORDS = 8;
    private static final int BLOCKS = 1 << 15;
    private static final int BIT_BITS = 6;
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final InstantSource clock;
    private volatile @Nullable Generation current;
    private volatile @Nullable Generation before;

    /// What was added after the generation before was full.
    private static final class Generation {
        private final long number;
        private final long beganMillis;
        private final long[] words = new long[BLOCKS * BLOCK_WORDS];

        private final AtomicInteger count = new AtomicInteger();

        Generation(long number, long beganMillis) {
            this.number = number;
            this.beganMillis = beganMillis;
        }

        void add(int block, long hash) {
            long rest = hash;
            for (int i = block; i < block + BLOCK_WORDS; i++) {
                long bit = 1L << rest;
                if (((long) WORD.getOpaque(words, i) & bit) == 0) {
                    WORD.getAndBitwiseOr(words, i, bit);
                }
                rest >>>= BIT_BITS;
            }
        }

        boolean mayHold(int block, long hash) {
            long rest = hash;
            for (int i = block; i < block + BLOCK_WORDS; i++) {
                if (((long) WORD.getOpaque(words, i) & 1L << rest) == 0) {
                    return false;
                }
                rest >>>= BIT_BITS;
            }
            return true;
        }
    }

    InvocationFilter(InstantSource clock) {
        this.clock = clock;
    }

    /// @param log tells logs apart
    void add(long high, long low, int log) {
        long hash = hash(high, low, log);
        Generation now = current;
        if (now == null || now.count.get() >= GENERATION) {
            now = next(now);
        }
        now.count.incrementAndGet();
        now.add(block(hash), hash);
    }

    /// The generation after one that is full; there is none at first, so that who never sees an
    /// invocation has none of this on the heap.
    private synchronized Generation next(@Nullable Generation full) {
        Generation now = current;
        if (now == null || now == full) {
            Generation next = new Generation(now == null ? 0 : now.number + 1, clock.millis());
            before = now;
            current = next;
            return next;
        }
        return now;
    }

    /// Whether it was perhaps added; if not, it was not since the generation before began.
    boolean mayHold(long high, long low, int log) {
        long hash = hash(high, low, log);
        int block = block(hash);
        // In this order, as the current one may become the one before in between.
        Generation now = current;
        Generation old = before;
        return now != null && now.mayHold(block, hash) || old != null && old.mayHold(block, hash);
    }

    /// Which generation is added to.
    long generation() {
        Generation now = current;
        return now == null ? 0 : now.number;
    }

    /// Whether all is known that was added since that generation was the current one, or what is
    /// not known is older than anybody asks for.
    boolean remembersSince(long generation) {
        Generation oldest = before;
        return oldest == null
                || oldest.number <= generation
                || clock.millis() - oldest.beganMillis >= WINDOW.toMillis();
    }

    private static int block(long hash) {
        return (int) (scramble(hash) & BLOCKS - 1) * BLOCK_WORDS;
    }

    private static long hash(long high, long low, int log) {
        return scramble(scramble(high ^ log) ^ low);
    }

    /// The finalizer of splitmix64.
    private static long scramble(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
