package io.hydrant.server.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads certificates and private keys in PEM.
final class PemFile {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN (?<kind>[A-Z ]*PRIVATE KEY)-----(?<base64>[^-]+)-----END");

    private PemFile() {}

    /// The server's own certificate first, then those that vouch for it.
    static Collection<? extends Certificate> certificates(Path file) throws IOException {
        try (InputStream in = TlsContext.open(file)) {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (chain.isEmpty()) {
                throw new IOException("There is no certificate in " + file);
            }
            return chain;
        } catch (CertificateException malformed) {
            throw new IOException(
                    "%s is not a certificate in PEM: %s".formatted(file, malformed.getMessage()),
                    malformed);
        }
    }

    static PrivateKey privateKey(Path file) throws IOException {
        String pem;
        try (InputStream in = TlsContext.open(file)) {
            pem = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        Matcher key = KEY.matcher(pem);
        if (!key.find()) {
            throw new IOException("There is no private key in PEM in " + file);
        }
        if (!key.group("kind").equals("PRIVATE KEY")) {
            throw new IOException(
                    "The key in %s is a %s; convert it: openssl pkcs8 -topk8 -nocrypt -in %s"
                            .formatted(file, key.group("kind"), file));
        }
        return decoded(file, key.group("base64"));
    }

    /// PKCS#8 says itself which kind of key it holds, and each factory takes only its own.
    private static PrivateKey decoded(Path file, String base64) throws IOException {
        try {
            PKCS8EncodedKeySpec encoded =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
            for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                } catch (InvalidKeySpecException otherKind) {
                    // The next algorithm may take it.
                }
            }
            throw new IOException("The key in " + file + " is neither RSA, EC nor EdDSA");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK lacks an algorithm for keys", e);
        } catch (IllegalArgumentException malformed) {
            throw new IOException("The key in " + file + " is not base64", malformed);
        }
    }
}
