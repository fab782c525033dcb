package io.hydrant.server.http.protocol;

import java.util.Locale;

/// Finds the bucket in a virtual-host address: `B.localhost:4566`, `B.s3.us-east-1.localhost`.
final class VirtualHost {
    private final String suffix;

    VirtualHost(String baseDomain) {
        this.suffix = "." + baseDomain.toLowerCase(Locale.ROOT);
    }

    /// Empty when the address is not one of a bucket, as for `localhost`, `127.0.0.1` and
    /// `s3.localhost`.
    String bucketOf(String hostHeader) {
        int colon = hostHeader.lastIndexOf(':');
        boolean hasPort = colon > hostHeader.lastIndexOf(']');
        String host =
                (hasPort ? hostHeader.substring(0, colon) : hostHeader).toLowerCase(Locale.ROOT);
        int s3 = Math.max(host.indexOf(".s3."), host.indexOf(".s3-"));
        if (s3 > 0) {
            return host.substring(0, s3);
        }
        boolean isService = host.startsWith("s3.") || host.startsWith("s3-");
        return host.endsWith(suffix) && !isService
                ? host.substring(0, host.length() - suffix.length())
                : "";
    }
}
