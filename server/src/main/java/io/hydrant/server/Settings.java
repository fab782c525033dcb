package io.hydrant.server;

import io.hydrant.core.delivery.DeliverySettings;
import io.hydrant.core.stream.DeliveryStreams;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/// How a server is set up. `port` 0 takes any free one. `streamsMax` is the quota of delivery
/// streams.
public record Settings(
        InetAddress address,
        int port,
        Path data,
        String region,
        String account,
        Auth auth,
        Tls tls,
        Optional<RootCredentials> rootCredentials,
        DeliverySettings delivery,
        int streamsMax) {
    public Settings {
        if (streamsMax < 1) {
            throw new IllegalArgumentException("streamsMax must be at least 1: " + streamsMax);
        }
    }

    /// With AWS's quota of delivery streams.
    public Settings(
            InetAddress address,
            int port,
            Path data,
            String region,
            String account,
            Auth auth,
            Tls tls,
            Optional<RootCredentials> rootCredentials,
            DeliverySettings delivery) {
        this(
                address,
                port,
                data,
                region,
                account,
                auth,
                tls,
                rootCredentials,
                delivery,
                DeliveryStreams.STREAMS_MAX);
    }

    public enum Auth {
        IAM,
        /// Every caller is root. Only on loopback.
        NONE
    }

    /// How the listener speaks TLS.
    public sealed interface Tls {
        record Off() implements Tls {}

        /// A certificate of our own making, kept in the data directory.
        record SelfSigned() implements Tls {}

        /// PEM files: the certificate chain and its private key (PKCS#8).
        record Files(Path certificate, Path key) implements Tls {}
    }
}
