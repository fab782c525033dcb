package io.hydrant.server.http.tls;

import java.nio.file.Path;
import java.util.Set;

/// Whether the listener speaks TLS, and with what certificate.
public sealed interface Tls {
    record Off() implements Tls {}

    /// A certificate of our own, for localhost and `names` (host names and addresses), kept in
    /// `keyStore` (a PKCS#12 file). It is made when there is none yet, when it lacks a name, and
    /// when it has run out. The certificate alone is written beside it with the ending `.pem`, for
    /// clients to trust (`AWS_CA_BUNDLE`).
    record SelfSigned(Path keyStore, Set<String> names) implements Tls {
        public SelfSigned {
            names = Set.copyOf(names);
        }
    }

    /// PEM files: the certificate chain and its private key (PKCS#8). They are read again when they
    /// change.
    record Files(Path certificate, Path key) implements Tls {}
}
