package io.hydrant.producer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a request is repeated: doubles from attempt to attempt; the random half
/// keeps several senders from returning at once.
///
/// @param giveUpAfter how long a request may fail without any of its records being taken
public record Patience(Duration first, Duration longest, Duration giveUpAfter) {
    private static final int MOST_DOUBLINGS = 20;

    /// For a server that restarts, and for one that is down for a while.
    public static final Patience USUAL =
            new Patience(Duration.ofMillis(100), Duration.ofSeconds(10), Duration.ofMinutes(5));

    Duration pauseAfter(int attempt, RandomGenerator random) {
        int doublings = Math.min(attempt - 1, MOST_DOUBLINGS);
        long millis = Math.min(first.toMillis() << doublings, longest.toMillis());
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
