package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The hosts by which this server may be called: any address, `localhost` and names below it, and
/// the names that it was given. A browser that was led here by another name (DNS rebinding) sends
/// that name as its `Host`.
public record OwnHosts(Set<String> names) {
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+(%[^\\]]*)?\\]");

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
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']');
        String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return ADDRESS.matcher(name).matches()
                || name.equals("localhost")
                || name.endsWith(".localhost")
                || names.contains(name);
    }

    /// Whether a `Host` is the server's own: not that of a bucket, whose objects are pages of that
    /// origin.
    public boolean isServer(String hostAndPort) {
        return has(hostAndPort) && BUCKETS.bucketOf(hostAndPort).isEmpty();
    }

    /// Whether a page of the server's own origin makes the request. `Origin` and `Host` are what a
    /// browser says, and no page can change them.
    ///
    /// @param scheme by which the request came, `http` or `https`
    public boolean isOwnPage(RequestHead head, String scheme) {
        Optional<String> host = head.headers().get("Host");
        Optional<String> origin = head.headers().get("Origin");
        return host.isPresent()
                && origin.isPresent()
                && isServer(host.get())
                && origin.get().equalsIgnoreCase(scheme + "://" + host.get());
    }
}
