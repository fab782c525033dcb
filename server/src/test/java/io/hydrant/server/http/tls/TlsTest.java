package io.hydrant.server.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.http.RunningListener;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir Path directory;

    @Test
    void aSelfSignedCertificateIsMadeOnceAndCanBeTrusted() throws Exception {
        Path keyStore = directory.resolve("tls").resolve("hydrant.p12");
        Path certificate = directory.resolve("tls").resolve("hydrant.pem");
        assertThat(healthOver(new Tls.SelfSigned(keyStore, Set.of()), certificate)).isEqualTo(200);
        String first = Files.readString(certificate);
        assertThat(healthOver(new Tls.SelfSigned(keyStore, Set.of()), certificate)).isEqualTo(200);
        assertThat(Files.readString(certificate)).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyStore)))
                .isEqualTo("rw-------");
    }

    @Test
    void aSelfSignedCertificateNamesWhatItIsToldAndIsMadeAnewForAnotherName() throws Exception {
        Path keyStore = directory.resolve("hydrant.p12");
        Set<String> names = Set.of("hydrant.example.com", "192.0.2.7", "2001:db8::7");
        Instant now = Instant.now();
        KeyStore first = new SelfSignedCertificate(keyStore, names).keyStore(now);
        assertThat(subjects(first))
                .contains(
                        "localhost",
                        "*.localhost",
                        "127.0.0.1",
                        "hydrant.example.com",
                        "192.0.2.7",
                        "2001:db8:0:0:0:0:0:7");
        KeyStore fewer = new SelfSignedCertificate(keyStore, Set.of("192.0.2.7")).keyStore(now);
        assertThat(fewer.getCertificate("server")).isEqualTo(first.getCertificate("server"));
        KeyStore another =
                new SelfSignedCertificate(keyStore, Set.of("other.example.com")).keyStore(now);
        assertThat(subjects(another)).contains("other.example.com").doesNotContain("192.0.2.7");
        KeyStore later =
                new SelfSignedCertificate(keyStore, Set.of("other.example.com"))
                        .keyStore(now.plus(Duration.ofDays(3_651)));
        assertThat(later.getCertificate("server")).isNotEqualTo(another.getCertificate("server"));
    }

    private static List<String> subjects(KeyStore keyStore) throws Exception {
        X509Certificate certificate = (X509Certificate) keyStore.getCertificate("server");
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> name.get(1).toString())
                .toList();
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws Exception {
        Path certificate = directory.resolve("one.pem");
        Path key = directory.resolve("another-key.pem");
        writePem(certificate, directory.resolve("one-key.pem"));
        writePem(directory.resolve("another.pem"), key);
        assertFails(
                new Tls.Files(certificate, key),
                "The key in " + key + " does not belong to the certificate in " + certificate);
        Path turned = directory.resolve("turned.pem");
        Files.writeString(
                turned,
                Files.readString(certificate) + Files.readString(directory.resolve("another.pem")));
        assertFails(new Tls.Files(turned, key), "put the server's own certificate first");
    }

    @Test
    void aRenewedCertificateIsReadAgainAndOneThatIsUnusableIsNot() throws Exception {
        Path certificate = directory.resolve("own.pem");
        Path key = directory.resolve("own-key.pem");
        writePem(certificate, key);
        RenewedCertificate renewed =
                new RenewedCertificate(new Tls.Files(certificate, key), Duration.ZERO);
        SSLSocketFactory first = renewed.get();
        assertThat(renewed.get()).isSameAs(first);
        Files.writeString(certificate, "half written");
        assertThat(renewed.get()).isSameAs(first);
        Files.delete(certificate);
        assertThat(renewed.get()).isSameAs(first);
        writePem(certificate, key);
        assertThat(renewed.get()).isNotSameAs(first);
    }

    @Test
    void whoSaysThatACertificateWasRenewedDoesNotWaitForTheNextLook() throws Exception {
        Path certificate = directory.resolve("own.pem");
        Path key = directory.resolve("own-key.pem");
        writePem(certificate, key);
        RenewedCertificate renewed =
                new RenewedCertificate(new Tls.Files(certificate, key), Duration.ofDays(1));
        SSLSocketFactory first = renewed.get();
        Files.writeString(certificate, "half written");
        renewed.readAgain();
        assertThat(renewed.get()).isSameAs(first);
        writePem(certificate, key);
        assertThat(renewed.get()).isSameAs(first);
        renewed.readAgain();
        assertThat(renewed.get()).isNotSameAs(first);
    }

    @Test
    void aCertificateOfOnesOwnIsReadFromPem() throws Exception {
        Path certificate = directory.resolve("own.pem");
        Path key = directory.resolve("own-key.pem");
        writePem(certificate, key);
        assertThat(healthOver(new Tls.Files(certificate, key), certificate)).isEqualTo(200);
    }

    @Test
    void unusableFilesAreToldInPlainWords() throws Exception {
        Path certificate = directory.resolve("own.pem");
        Path key = directory.resolve("own-key.pem");
        writePem(certificate, key);
        Path none = directory.resolve("none.pem");
        assertFails(new Tls.Files(none, key), "There is no file " + none);
        assertFails(new Tls.Files(key, key), "is not a certificate in PEM");
        assertFails(new Tls.Files(certificate, certificate), "There is no private key in PEM in");
        Path old = directory.resolve("old-key.pem");
        Files.writeString(old, Files.readString(key).replace("PRIVATE KEY", "RSA PRIVATE KEY"));
        assertFails(new Tls.Files(certificate, old), "openssl pkcs8 -topk8 -nocrypt -in " + old);
        Path garbled = directory.resolve("garbled.pem");
        Files.writeString(
                garbled, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertFails(new Tls.Files(certificate, garbled), "is neither RSA, EC nor EdDSA");
    }

    private static void assertFails(Tls tls, String message) {
        assertThatThrownBy(() -> RunningListener.start(tls).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    /// The key that Hydrant makes for itself, in the form that people bring along.
    private void writePem(Path certificate, Path key) throws Exception {
        Path keyStore = directory.resolve("made.p12");
        Files.deleteIfExists(keyStore);
        KeyStore made = new SelfSignedCertificate(keyStore, Set.of()).keyStore(Instant.now());
        Files.copy(directory.resolve("made.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        byte[] encoded = made.getKey("server", SelfSignedCertificate.PASSWORD).getEncoded();
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");
    }

    private static int healthOver(Tls tls, Path trusted) throws Exception {
        try (RunningListener listener = RunningListener.start(tls);
                HttpClient http = HttpClient.newBuilder().sslContext(trusting(trusted)).build()) {
            assertThat(listener.uri().getScheme()).isEqualTo("https");
            HttpRequest request =
                    HttpRequest.newBuilder(listener.uri().resolve("/_hydrant/health")).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            Certificate read = CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("hydrant", read);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
