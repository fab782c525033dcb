package io.hydrant.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whose certificates a client accepts: those that the JDK accepts, and those in further PEM files,
/// such as the one that a server made for itself.
public final class Trust {
    private Trust() {}

    public static TrustManager[] inThe(List<Path> pemFiles) throws IOException {
        try {
            KeyStore accepted = KeyStore.getInstance(KeyStore.getDefaultType());
            accepted.load(null, null);
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager jdk) {
                    add(List.of(jdk.getAcceptedIssuers()), accepted);
                }
            }
            for (Path file : pemFiles) {
                add(certificates(file), accepted);
            }
            return managers(accepted);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The certificates in " + pemFiles + " cannot be used: " + e.getMessage(), e);
        }
    }

    /// @param accepted null for what the JDK accepts
    private static TrustManager[] managers(@Nullable KeyStore accepted)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(accepted);
        return factory.getTrustManagers();
    }

    private static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream input = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(input).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private static void add(List<? extends Certificate> certificates, KeyStore accepted)
            throws GeneralSecurityException {
        for (Certificate certificate : certificates) {
            accepted.setCertificateEntry("certificate-" + accepted.size(), certificate);
        }
    }
}
