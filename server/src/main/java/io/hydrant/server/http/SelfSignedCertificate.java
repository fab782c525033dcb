package io.hydrant.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A certificate of our own for `localhost`, made with the JDK's `keytool`. That program comes with
/// every Java runtime, while the JDK has no public API that makes certificates, and a library that
/// does (Bouncy Castle) would weigh more than the rest of the server for one call at first start.
final class SelfSignedCertificate {
    /// PKCS#12 wants one of six characters at least. It protects nothing: the file's mode does.
    static final char[] PASSWORD = "hydrant".toCharArray();

    private static final String ALIAS = "server";
    private static final String NAMES =
            "SAN=dns:localhost,dns:*.localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";

    private SelfSignedCertificate() {}

    /// The certificate kept in `file`, made now when there is none.
    static KeyStore in(Path file) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            make(file);
        }
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keyStore.load(in, PASSWORD);
        }
        publish(keyStore, file);
        return keyStore;
    }

    private static void make(Path file) throws IOException {
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
                        NAMES,
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

    /// The certificate without its key, for clients.
    private static void publish(KeyStore keyStore, Path file)
            throws IOException, GeneralSecurityException {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        Path pem = file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".pem");
        byte[] der = keyStore.getCertificate(ALIAS).getEncoded();
        String base64 =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        Files.writeString(
                pem, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        restrict(pem, "rw-------");
    }
}
