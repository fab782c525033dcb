package io.hydrant.core.stream;

import java.time.Duration;
import java.util.Optional;

/// The dynamic partitioning of a destination, as it was given; without `enabled` it is switched
/// off. Empty `retry`: RetryOptions were not given; empty in it: their duration was not.
public record Partitioning(Optional<Boolean> enabled, Optional<Optional<Duration>> retry) {}
