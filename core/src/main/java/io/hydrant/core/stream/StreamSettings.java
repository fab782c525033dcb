package io.hydrant.core.stream;

/// What is imposed on the delivery streams of a server.
///
/// @param most how many there may be
/// @param quotas what they may be asked of in a second
public record StreamSettings(int most, Quotas quotas) {
    public static final StreamSettings DEFAULT =
            new StreamSettings(DeliveryStreams.STREAMS_MAX, Quotas.NONE);

    public StreamSettings {
        if (most < 1) {
            throw new IllegalArgumentException("There may be at least one stream: " + most);
        }
    }

    public StreamSettings with(Quotas other) {
        return new StreamSettings(most, other);
    }

    /// Which quotas of throughput and of calls are imposed.
    public enum Quotas {
        NONE,
        /// AWS's, so that what a client does then can be tried.
        AWS
    }
}
