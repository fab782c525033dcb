package io.hydrant.s3;

import java.time.Duration;

/// How long things may take. Whatever takes longer is broken off and tried again by delivery: a
/// store whose disks hang says nothing at all, and would be waited for without an end.
///
/// @param connecting for a connection
/// @param silence for the next byte of an answer
/// @param answering for a whole request without a body of any size
/// @param bytesPerSecond at least, beside that, of an object that is sent
/// @param attempts the SDK's own. Two, and not one: a connection that a refusal has spoiled is
///   found out by the first
/// @param stopping for what is under way when the server stops
public record PutLimits(
        Duration connecting,
        Duration silence,
        Duration answering,
        long bytesPerSecond,
        int attempts,
        Duration stopping) {
    public static final PutLimits DEFAULT =
            new PutLimits(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    256 * 1024,
                    2,
                    Duration.ofSeconds(10));

    /// For one attempt with an object of so many bytes.
    Duration attempt(long bytes) {
        return answering.plusSeconds(bytes / bytesPerSecond);
    }

    /// For all attempts with it.
    Duration all(long bytes) {
        return attempt(bytes).multipliedBy(attempts).plusSeconds(5);
    }
}
