package io.hydrant.core.stream.destination;

import java.util.Optional;

/// The CloudWatch log for delivery errors. Kept and shown as AWS does; Hydrant has no CloudWatch,
/// and logs delivery errors to the server's own log and to the stream's status. Switched off, it
/// keeps the names that it was given.
public record CloudWatchLogging(
        boolean enabled, Optional<String> logGroupName, Optional<String> logStreamName) {
    public static final CloudWatchLogging OFF =
            new CloudWatchLogging(false, Optional.empty(), Optional.empty());
}
