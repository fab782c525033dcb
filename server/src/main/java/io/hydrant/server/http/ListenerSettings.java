package io.hydrant.server.http;

import java.net.InetAddress;
import java.time.Duration;

/// How a listener is set up. `port` 0 takes any free one. `baseDomain` is what follows the bucket
/// in a virtual-host address. `region` is the one of callers who sign for none (SigV2, anonymous).
/// `grace` is how long a stop waits for requests in flight.
public record ListenerSettings(
        InetAddress address, int port, Tls tls, String baseDomain, String region, Duration grace) {

    /// Plain HTTP, buckets under `localhost`, and thirty seconds of grace.
    public static ListenerSettings plain(InetAddress address, int port, String region) {
        return new ListenerSettings(
                address, port, new Tls.Off(), "localhost", region, Duration.ofSeconds(30));
    }

    public ListenerSettings with(Tls other) {
        return new ListenerSettings(address, port, other, baseDomain, region, grace);
    }
}
