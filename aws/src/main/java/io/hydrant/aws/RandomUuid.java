package io.hydrant.aws;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Random UUIDs, version 4, from a generator that is given: AWS names requests, invocations and
/// objects by them.
public final class RandomUuid {
    private RandomUuid() {}

    public static UUID next(RandomGenerator random) {
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
