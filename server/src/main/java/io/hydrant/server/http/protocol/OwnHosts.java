package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The hosts by which this server may be called: any address, `localhost` and names below it, and
/// the names that it was given. A browser that was led here by another name (DNS rebinding) sends
/// that name as its `Host`.
public record OwnHosts(Set<String> names) {
    private static final VirtualHost BUCKETS = new VirtualHost("localhost");

    /// @param names beside addresses and `localhost`
    public OwnHosts {
        names =
                names.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /// Whether a `Host` is one of them, a bucket's too.
    public boolean has(String hostAndPort) {
        return HostAndPort.of(hostAndPort)
                .filter(host -> host.isBelowLocalhost() || isServer(host))
                .isPresent();
    }

    /// Whether a `Host` is the server's own: not that of S3 or a bucket, whose objects are pages of
    /// that origin.
    public boolean isServer(String hostAndPort) {
        return HostAndPort.of(hostAndPort).filter(this::isServer).isPresent()
                && BUCKETS.bucketOf(hostAndPort).isEmpty();
    }

    private boolean isServer(HostAndPort host) {
        return host.isAddress() || host.isLocalhost() || names.contains(host.name());
    }

    /// Whether a `Host` is by itself of this machine. The name of no other machine leads to a
    /// loopback address; one that does is lent to a page (DNS rebinding).
    public static boolean isLoopback(String hostAndPort) {
        return HostAndPort.of(hostAndPort).filter(HostAndPort::isLoopback).isPresent();
    }

    /// Whether a page of the server's own origin makes the request. `Origin`, `Referer` and `Host`
    /// are what a browser says, and no page can put another's there.
    ///
    /// @param scheme by which the request came, `http` or `https`
    public boolean isOwnPage(RequestHead head, String scheme) {
        return head.headers()
                .get("Origin")
                .filter(origin -> own(head, scheme).filter(origin::equalsIgnoreCase).isPresent())
                .isPresent();
    }

    /// Whether the page that the request says it comes from (its `Referer`) is of the server's own
    /// origin.
    ///
    /// @param scheme by which the request came, `http` or `https`
    public boolean isFromOwnPage(RequestHead head, String scheme) {
        String from = head.headers().get("Referer").orElse("");
        return own(head, scheme)
                .filter(own ->
                        from.equalsIgnoreCase(own)
                                || from.regionMatches(true, 0, own + "/", 0, own.length() + 1))
                .isPresent();
    }

    private Optional<String> own(RequestHead head, String scheme) {
        return head.headers().get("Host").filter(this::isServer).map(host -> scheme + "://" + host);
    }
}
