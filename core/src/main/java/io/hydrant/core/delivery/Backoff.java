package io.hydrant.core.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The pause after a failure: about 1 s, then twice as long each time up to 2 min, less up to a
/// half at random so that streams which failed together do not return together.
final class Backoff {
    private static final long FIRST_MILLIS = 1_000;
    private static final long MAX_MILLIS = 120_000;
    private static final int DOUBLINGS_MAX = 7;

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /// @param failures how many attempts have failed, at least 1
    Duration after(int failures) {
        long millis = atMost(failures).toMillis();
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }

    /// The same with nothing at random: after a bug, which may be in what is random.
    static Duration atMost(int failures) {
        return Duration.ofMillis(
                Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(failures - 1, DOUBLINGS_MAX)));
    }
}
