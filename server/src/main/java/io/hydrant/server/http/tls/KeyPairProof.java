package io.hydrant.server.http.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/// Whether a private key and a certificate belong together: what one signs the other verifies.
final class KeyPairProof {
    private static final byte[] ANYTHING = {1, 2, 3};

    private KeyPairProof() {}

    static boolean belongTogether(PrivateKey key, PublicKey certified)
            throws GeneralSecurityException {
        if (!family(key.getAlgorithm()).equals(family(certified.getAlgorithm()))) {
            return false;
        }
        Signature signature = Signature.getInstance(algorithm(key.getAlgorithm()));
        signature.initSign(key);
        signature.update(ANYTHING);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(ANYTHING);
        try {
            return signature.verify(signed);
        } catch (java.security.SignatureException ofAnotherKind) {
            return false;
        }
    }

    private static String algorithm(String keyAlgorithm) {
        return switch (family(keyAlgorithm)) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
    }

    /// The JDK names keys on Edwards curves by the family or by the curve.
    private static String family(String algorithm) {
        return algorithm.startsWith("Ed") ? "EdDSA" : algorithm;
    }
}
