package io.hydrant.server.http;

import io.hydrant.core.meter.RequestMeter;
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
/// how much of the heap the bodies of requests may take at once. `slowRequest` is how long a
/// request takes that is told in the log; `requests` counts them all.
public record ListenerSettings(
        InetAddress address,
        int port,
        Tls tls,
        String baseDomain,
        String region,
        Duration grace,
        Set<String> names,
        ConnectionLimits limits,
        long bodyBytes,
        Duration slowRequest,
        RequestMeter requests) {
    /// Of a put that has to wait for its turn on a busy disk, and not yet for its client's
    /// patience.
    public static final Duration SLOW_REQUEST = Duration.ofSeconds(5);

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
                BodyBudget.ofHeap(Runtime.getRuntime().maxMemory()),
                SLOW_REQUEST,
                new RequestMeter());
    }

    public ListenerSettings with(Tls other) {
        return new ListenerSettings(
                address,
                port,
                other,
                baseDomain,
                region,
                grace,
                names,
                limits,
                bodyBytes,
                slowRequest,
                requests);
    }

    public ListenerSettings with(ConnectionLimits others) {
        return new ListenerSettings(
                address,
                port,
                tls,
                baseDomain,
                region,
                grace,
                names,
                others,
                bodyBytes,
                slowRequest,
                requests);
    }

    public ListenerSettings withNames(Set<String> others) {
        return new ListenerSettings(
                address,
                port,
                tls,
                baseDomain,
                region,
                grace,
                others,
                limits,
                bodyBytes,
                slowRequest,
                requests);
    }

    public ListenerSettings withGrace(Duration other) {
        return new ListenerSettings(
                address,
                port,
                tls,
                baseDomain,
                region,
                other,
                names,
                limits,
                bodyBytes,
                slowRequest,
                requests);
    }

    public ListenerSettings withBodyBytes(long other) {
        return new ListenerSettings(
                address,
                port,
                tls,
                baseDomain,
                region,
                grace,
                names,
                limits,
                other,
                slowRequest,
                requests);
    }

    /// Counts requests there, and tells those that take longer.
    public ListenerSettings with(RequestMeter meter, Duration slow) {
        return new ListenerSettings(
                address,
                port,
                tls,
                baseDomain,
                region,
                grace,
                names,
                limits,
                bodyBytes,
                slow,
                meter);
    }
}
