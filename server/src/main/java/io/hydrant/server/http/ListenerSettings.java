package io.hydrant.server.http;

import io.hydrant.server.http.body.BodyBudget;
import io.hydrant.server.http.tls.Tls;
import io.hydrant.server.http1.ConnectionLimits;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;

/// How a listener is set up. `port` 0 takes any free one. `baseDomain` is what follows the bucket
/// in a virtual-host address. `region` is the one of callers who sign for none (SigV2, anonymous).
/// `grace` is how long a stop waits for requests in flight. `names` are those by which the listener
/// is called beside addresses and `localhost`. `limits` are those of connections. `bodyBytes` is
/// how much of the heap the bodies of requests may take at once.
public record ListenerSettings(
        InetAddress address,
        int port,
        Tls tls,
        String baseDomain,
        String region,
        Duration grace,
        Set<String> names,
        ConnectionLimits limits,
        long bodyBytes) {
    public ListenerSettings {
        names = Set.copyOf(names);
    }

    /// Plain HTTP, buckets under `localhost`, thirty seconds of grace, and as many connections as
    /// this process has room for.
    public static ListenerSettings plain(InetAddress address, int port, String region) {
        return new ListenerSettings(
                address,
                port,
                new Tls.Off(),
                "localhost",
                region,
                Duration.ofSeconds(30),
                Set.of(),
                ConnectionLimits.usual(ConnectionRoom.ofThisProcess()),
                BodyBudget.ofHeap(Runtime.getRuntime().maxMemory()));
    }

    public ListenerSettings with(Tls other) {
        return new ListenerSettings(
                address, port, other, baseDomain, region, grace, names, limits, bodyBytes);
    }

    public ListenerSettings with(ConnectionLimits others) {
        return new ListenerSettings(
                address, port, tls, baseDomain, region, grace, names, others, bodyBytes);
    }

    public ListenerSettings withNames(Set<String> others) {
        return new ListenerSettings(
                address, port, tls, baseDomain, region, grace, others, limits, bodyBytes);
    }

    public ListenerSettings withGrace(Duration other) {
        return new ListenerSettings(
                address, port, tls, baseDomain, region, other, names, limits, bodyBytes);
    }

    public ListenerSettings withBodyBytes(long other) {
        return new ListenerSettings(
                address, port, tls, baseDomain, region, grace, names, limits, other);
    }
}
