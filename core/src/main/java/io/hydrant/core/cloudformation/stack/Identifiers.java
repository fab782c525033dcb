package io.hydrant.core.cloudformation.stack;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes time-based UUIDs.
final class Identifiers {
    /// From 1582-10-15, where time-based UUIDs begin, to 1970, in units of 100 ns.
    private static final long GREGORIAN_OFFSET = 0x01B21DD213814000L;

    private final InstantSource clock;
    private final RandomGenerator random;

    Identifiers(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// A time-based UUID, as AWS's stack ids have them.
    String timed() {
        Instant now = clock.instant();
        long ticks = now.getEpochSecond() * 10_000_000L + now.getNano() / 100 + GREGORIAN_OFFSET;
        long high =
                (ticks & 0xFFFFFFFFL) << 32
                        | (ticks >>> 32 & 0xFFFFL) << 16
                        | 0x1000L
                        | ticks >>> 48 & 0x0FFFL;
        long low = random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
