package io.hydrant.server.http;

import java.nio.file.Path;

/// Whether the listener speaks TLS, and with what certificate.
public sealed interface Tls {
    record Off() implements Tls {}

    /// A certificate of our own for localhost, made when `keyStore` (a PKCS#12 file) does not exist
    /// yet. The certificate alone is written beside it with the ending `.pem`, for clients to trust
    /// (`AWS_CA_BUNDLE`).
    record SelfSigned(Path keyStore) implements Tls {}

    /// PEM files: the certificate chain and its private key (PKCS#8).
    record Files(Path certificate, Path key) implements Tls {}
}
