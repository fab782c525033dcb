package io.hydrant.core.stream;

/// Where delivery errors are to be logged. Kept and shown as AWS does; Hydrant has no CloudWatch,
/// and logs delivery errors to the server's own log and to the stream's status.
public sealed interface CloudWatchLogging {
    record Off() implements CloudWatchLogging {}

    record On(String logGroupName, String logStreamName) implements CloudWatchLogging {}
}
