package io.hydrant.server.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a node says of the S3 that all nodes share, by the database's clock.
///
/// @param reached when it answered last; the epoch when it was not asked
/// @param failingSince since when no call to it has gone well
/// @param words why
/// @param standsAside whether the node leaves delivery to others for that
public record StoreState(
        Instant reached, Optional<Instant> failingSince, String words, boolean standsAside) {
    static final StoreState UNKNOWN = new StoreState(Instant.EPOCH, Optional.empty(), "", false);

    /// Whether it was well within this time.
    boolean wasReached(Instant now, Duration within) {
        return failingSince.isEmpty() && Duration.between(reached, now).compareTo(within) <= 0;
    }

    boolean hasTrouble() {
        return standsAside || failingSince.isPresent();
    }
}
