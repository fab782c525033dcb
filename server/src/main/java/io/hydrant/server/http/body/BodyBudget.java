package io.hydrant.server.http.body;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// How much of the heap request bodies may take at once, so that many large requests make each
/// other slower and not the server run out of memory. There are three lanes: a small body never
/// waits behind a large one, and whoever names no key that is known has a narrow lane where nobody
/// waits. In each lane the room is shared between the keys that ask for it. Safe for use from many
/// threads.
public final class BodyBudget {
    /// The longest body that is small, and the longest that is read of a stranger.
    static final int SMALL_MAX_BYTES = 64 << 10;

    /// How long a request waits before it is told to come back later.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// How long somebody waits, and how long a body may take, before the slowest is given up.
    private static final Duration GRACE = Duration.ofSeconds(1);

    /// Below this not even the longest bodies of each kind would fit side by side.
    private static final long LEAST_BYTES = 16L << 20;

    private static final long STRANGERS_BYTES = 2L << 20;

    private final BodyLane large;
    private final BodyLane small;
    private final BodyLane strangers;
    private final LongAdder entered = new LongAdder();

    BodyBudget(long bytes, Duration patience, Duration grace) {
        long forSmall = bytes / 8;
        this.large = new BodyLane(bytes - forSmall, patience, grace);
        this.small = new BodyLane(forSmall, patience, grace);
        this.strangers = new BodyLane(Math.min(STRANGERS_BYTES, forSmall), patience, grace);
    }

    public static BodyBudget of(long bytes) {
        return new BodyBudget(bytes, PATIENCE, GRACE);
    }

    /// A quarter of the heap: what is made from a body takes about as much again.
    public static long ofHeap(long heapBytes) {
        return Math.max(LEAST_BYTES, heapBytes / 4);
    }

    /// Room for the body of a caller who names this known key. Waits for it; empty when there was
    /// none in time.
    Optional<BodyLane.Room> enter(String key, long bytes) {
        entered.add(bytes);
        return bytes > SMALL_MAX_BYTES
                ? large.enter(key, bytes)
                : small.tryEnter(key, bytes)
                        .or(() -> large.tryEnter(key, bytes))
                        .or(() -> small.enter(key, bytes));
    }

    /// How many bytes have wanted to enter so far.
    public long entered() {
        return entered.sum();
    }

    /// Room for the body of anybody; empty when there is none now, or the body is not small.
    Optional<BodyLane.Room> enterAsStranger(long bytes) {
        return bytes > SMALL_MAX_BYTES ? Optional.empty() : strangers.tryEnter("", bytes);
    }
}
