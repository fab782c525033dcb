package io.hydrant.server.cluster;

import java.time.Duration;
import java.time.Instant;

/// A node as the others see it.
///
/// @param name its host and data directory
/// @param endpoint where it answers
/// @param seen when it was heard of last
/// @param silent for how long it was not, by the database's clock
/// @param whole up to when all that its streams came to is told
/// @param store what it says of the S3 that all share
/// @param clockAhead how far its clock is ahead of the database's
public record ClusterNode(
        String id,
        String name,
        String endpoint,
        String version,
        Instant started,
        Instant seen,
        Duration silent,
        Instant whole,
        StoreState store,
        Duration clockAhead) {
    /// A node tells of itself every two seconds. One that has not for so long is dead, frozen, or
    /// cut off.
    static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    /// When this was so, by the database's clock.
    Instant now() {
        return seen.plus(silent);
    }

    /// Whether its clock is off by more than is passed over.
    public boolean isClockOff() {
        return clockAhead.abs().compareTo(DatabaseClock.SAID) > 0;
    }

    public boolean isGone() {
        return silent.compareTo(SILENCE_MAX) > 0;
    }
}
