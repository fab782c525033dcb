package io.hydrant.aws.sigv4;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// SHA-256 and HMAC-SHA-256, which every JDK has.
public final class Sha256 {
    /// Copied for each use, which takes a fraction of the time that looking for an implementation
    /// takes. Never used itself.
    private static final MessageDigest DIGEST = digestOfThisJdk();

    /// The hash of no bytes, in lower-case hexadecimal.
    public static final String OF_NOTHING = hex(new byte[0]);

    private Sha256() {}

    /// In lower-case hexadecimal, as signatures use it.
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest digest() {
        try {
            return (MessageDigest) DIGEST.clone();
        } catch (CloneNotSupportedException e) {
            return digestOfThisJdk();
        }
    }

    private static MessageDigest digestOfThisJdk() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }

    static byte[] hmac(byte[] key, String text) {
        return mac("HmacSHA256", key, text);
    }

    static String hmacHex(byte[] key, String text) {
        return HexFormat.of().formatHex(hmac(key, text));
    }

    static byte[] mac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("This JDK cannot do " + algorithm, e);
        }
    }

    /// Takes the same time wherever the two differ, so that a signature cannot be guessed bit by
    /// bit.
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
