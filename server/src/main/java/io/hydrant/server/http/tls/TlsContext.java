package io.hydrant.server.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/// Makes the TLS context that a [Tls] asks for.
public final class TlsContext {
    private TlsContext() {}

    /// What gives each connection its TLS; empty for plain HTTP.
    ///
    /// @throws IOException with a message for people when the files are missing or unusable
    public static Optional<Certificates> of(Tls tls, Instant now) throws IOException {
        return switch (tls) {
            case Tls.Off off -> Optional.empty();
            case Tls.SelfSigned own -> Optional.of(Certificates.fixed(factory(own, now)));
            case Tls.Files files ->
                    Optional.of(new RenewedCertificate(files, RenewedCertificate.BETWEEN_LOOKS));
        };
    }

    private static SSLSocketFactory factory(Tls.SelfSigned own, Instant now) throws IOException {
        try {
            KeyStore keyStore =
                    new SelfSignedCertificate(own.keyStore(), own.names()).keyStore(now);
            return context(keyStore, SelfSignedCertificate.PASSWORD).getSocketFactory();
        } catch (GeneralSecurityException unusable) {
            throw unusable(unusable);
        }
    }

    static SSLSocketFactory factory(Tls.Files files) throws IOException {
        try {
            return context(keyStore(files), new char[0]).getSocketFactory();
        } catch (GeneralSecurityException unusable) {
            throw unusable(unusable);
        }
    }

    private static IOException unusable(GeneralSecurityException failure) {
        return new IOException(
                "The TLS certificate or key is unusable: " + failure.getMessage(), failure);
    }

    private static KeyStore keyStore(Tls.Files files) throws IOException, GeneralSecurityException {
        Certificate[] chain = PemFile.certificates(files.certificate()).toArray(Certificate[]::new);
        PrivateKey key = PemFile.privateKey(files.key());
        requirePair(files, key, chain);
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        keyStore.load(null, null);
        keyStore.setKeyEntry("server", key, new char[0], chain);
        return keyStore;
    }

    private static void requirePair(Tls.Files files, PrivateKey key, Certificate[] chain)
            throws IOException, GeneralSecurityException {
        if (KeyPairProof.belongTogether(key, chain[0].getPublicKey())) {
            return;
        }
        for (Certificate other : chain) {
            if (KeyPairProof.belongTogether(key, other.getPublicKey())) {
                throw new IOException(
                        "The first certificate in %s is not that of the key in %s, a later one is;"
                                        .formatted(files.certificate(), files.key())
                                + " put the server's own certificate first");
            }
        }
        throw new IOException(
                "The key in %s does not belong to the certificate in %s; each was made with another"
                                .formatted(files.key(), files.certificate())
                        + " key");
    }

    private static SSLContext context(KeyStore keyStore, char[] password)
            throws GeneralSecurityException {
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /// Reads a file that an option names.
    static InputStream open(Path file) throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException missing) {
            throw new IOException("There is no file " + file, missing);
        }
    }
}
