package io.hydrant.core.stream;

import java.time.Duration;

/// What is imposed on the delivery streams of a server.
///
/// @param most how many there may be
/// @param quotas what they may be asked of in a second
/// @param transitions for how long a stream is shown as CREATING, and as DELETING
public record StreamSettings(int most, Quotas quotas, Duration transitions) {
    public static final StreamSettings DEFAULT =
            new StreamSettings(DeliveryStreams.STREAMS_MAX, Quotas.NONE, Duration.ZERO);

    public StreamSettings {
        if (most < 1) {
            throw new IllegalArgumentException("There may be at least one stream: " + most);
        }
    }

    public StreamSettings withMost(int other) {
        return new StreamSettings(other, quotas, transitions);
    }

    public StreamSettings with(Quotas other) {
        return new StreamSettings(most, other, transitions);
    }

    public StreamSettings withTransitions(Duration other) {
        return new StreamSettings(most, quotas, other);
    }

    /// Which quotas of throughput and of calls are imposed.
    public enum Quotas {
        NONE,
        /// AWS's, so that what a client does then can be tried.
        AWS
    }
}
