package io.hydrant.core.stream.destination;

import java.util.Optional;

/// The log group and its stream into which errors are written. Switched off, it keeps the names
/// that it was given.
public record CloudWatchLogging(
        boolean enabled, Optional<String> logGroupName, Optional<String> logStreamName) {
    public static final CloudWatchLogging OFF =
            new CloudWatchLogging(false, Optional.empty(), Optional.empty());
}
