package io.hydrant.server;

import io.hydrant.core.delivery.DeliverySettings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/// How a server is set up. `port` 0 takes any free one.
public record Settings(
        InetAddress address,
        int port,
        Path data,
        String region,
        String account,
        Auth auth,
        Tls tls,
        Optional<RootCredentials> rootCredentials,
        DeliverySettings delivery) {

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
