package io.hydrant.core.stream.destination;

import java.time.Duration;
import java.util.Optional;

/// The dynamic partitioning of a destination, as it was given; without `enabled` it is switched
/// off.
public record Partitioning(Optional<Boolean> enabled, Optional<Retry> retry) {

    /// RetryOptions, whose duration need not be given.
    public record Retry(Optional<Duration> duration) {}
}
