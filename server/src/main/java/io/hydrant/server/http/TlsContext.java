package io.hydrant.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/// Makes the TLS context that a [Tls] asks for.
final class TlsContext {
    private TlsContext() {}

    /// Empty for plain HTTP.
    ///
    /// @throws IOException with a message for people when the files are missing or unusable
    static Optional<Supplier<SSLSocketFactory>> of(Tls tls) throws IOException {
        return contextOf(tls).map(SSLContext::getSocketFactory).map(factory -> () -> factory);
    }

    private static Optional<SSLContext> contextOf(Tls tls) throws IOException {
        try {
            return switch (tls) {
                case Tls.Off off -> Optional.empty();
                case Tls.SelfSigned own ->
                        Optional.of(
                                context(
                                        SelfSignedCertificate.in(own.keyStore()),
                                        SelfSignedCertificate.PASSWORD));
                case Tls.Files files -> Optional.of(context(keyStore(files), new char[0]));
            };
        } catch (GeneralSecurityException unusable) {
            throw new IOException(
                    "The TLS certificate or key is unusable: " + unusable.getMessage(), unusable);
        }
    }

    private static KeyStore keyStore(Tls.Files files) throws IOException, GeneralSecurityException {
        Certificate[] chain = PemFile.certificates(files.certificate()).toArray(Certificate[]::new);
        PrivateKey key = PemFile.privateKey(files.key());
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        keyStore.load(null, null);
        keyStore.setKeyEntry("server", key, new char[0], chain);
        return keyStore;
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
