package io.hydrant.server.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// A certificate of our own, made with the JDK's `keytool`. That program comes with every Java
/// runtime, while the JDK has no public API that makes certificates, and a library that does
/// (Bouncy Castle) would weigh more than the rest of the server for one call at first start.
///
/// @param file where it is kept with its key
/// @param names of hosts, and addresses, by which others call this one
record SelfSignedCertificate(Path file, Set<String> names) {
    private static final Logger LOG = System.getLogger(SelfSignedCertificate.class.getName());

    /// PKCS#12 wants one of six characters at least. It protects nothing: the file's mode does.
    static final char[] PASSWORD = "hydrant".toCharArray();

    private static final String ALIAS = "server";
    private static final Set<String> ALWAYS =
            Set.of("dns:localhost", "dns:*.localhost", "ip:127.0.0.1", "ip:0:0:0:0:0:0:0:1");

    /// Kinds of names in a certificate (RFC 5280, 4.2.1.6).
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    /// The certificate that is kept; made anew when it lacks a name or is valid no longer.
    KeyStore keyStore(Instant now) throws IOException, GeneralSecurityException {
        if (Files.exists(file)) {
            KeyStore kept = load();
            X509Certificate certificate = (X509Certificate) kept.getCertificate(ALIAS);
            if (names(certificate).containsAll(wanted()) && isValid(certificate, now)) {
                publish(kept);
                return kept;
            }
            LOG.log(
                    Level.WARNING,
                    "The self-signed certificate is made anew, since it has run out or lacks a name:"
                            + " clients must be given {0} again",
                    pem());
        }
        make();
        KeyStore made = load();
        publish(made);
        return made;
    }

    private Set<String> wanted() {
        Set<String> wanted = new TreeSet<>(ALWAYS);
        names.forEach(name -> wanted.add(kindAndName(name)));
        return wanted;
    }

    private static String kindAndName(String name) {
        try {
            return "ip:" + InetAddress.ofLiteral(name).getHostAddress();
        } catch (IllegalArgumentException isNoAddress) {
            return "dns:" + name.toLowerCase(Locale.ROOT);
        }
    }

    private static Set<String> names(X509Certificate certificate) throws GeneralSecurityException {
        Set<String> names = new TreeSet<>();
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        for (List<?> name : all == null ? List.<List<?>>of() : all) {
            switch ((Integer) name.getFirst()) {
                case DNS_NAME -> names.add("dns:" + name.get(1));
                case IP_ADDRESS -> names.add("ip:" + name.get(1));
                default -> {}
            }
        }
        return names;
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return now.isBefore(certificate.getNotAfter().toInstant());
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keyStore.load(in, PASSWORD);
        }
        return keyStore;
    }

    private void make() throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        restrict(folder, "rwx------");
        Files.deleteIfExists(draft);
        run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost, O=Hydrant",
                        "-ext",
                        "SAN=" + String.join(",", wanted()),
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        draft.toString(),
                        "-storepass",
                        new String(PASSWORD)));
        restrict(draft, "rw-------");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void restrict(Path file, String permissions) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    private static void run(List<String> command) throws IOException {
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream said = keytool.getInputStream()) {
            keytool.getOutputStream().close();
            String output = new String(said.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("Cannot make a TLS certificate with keytool: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while making a TLS certificate", e);
        } finally {
            keytool.destroy();
        }
    }

    private Path pem() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".pem");
    }

    /// The certificate without its key, for clients.
    private void publish(KeyStore keyStore) throws IOException, GeneralSecurityException {
        byte[] der = keyStore.getCertificate(ALIAS).getEncoded();
        String base64 =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        Files.writeString(
                pem(), "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        restrict(pem(), "rw-------");
    }
}
