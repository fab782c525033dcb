package io.hydrant.core.objectstore;

import io.hydrant.core.crypto.ChunkCipher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key that comes with the request: out of KMS, or from a customer. It is never kept. Each blob
/// is encrypted under a key of its own, which is HMAC-SHA256 of `blob` and its name by this one, so
/// that one secret is good for any number of parts and objects. Safe for use from many threads.
public final class ObjectSecret {
    public static final int BYTES = 32;

    private static final String MAC = "HmacSHA256";
    static final int SALT_BYTES = 16;
    private static final int ETAG_BYTES = 16;

    private final byte[] key;

    public ObjectSecret(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("A secret has %d bytes".formatted(BYTES));
        }
        this.key = key.clone();
    }

    ChunkCipher cipher(String blob) {
        return new ChunkCipher(mac("blob", blob.getBytes(StandardCharsets.UTF_8)), blob);
    }

    /// An etag that tells nobody what a digest of the bytes would.
    String etag(byte[] digest) {
        return HexFormat.of().formatHex(mac("etag", digest), 0, ETAG_BYTES);
    }

    /// By which it is known again, and nothing else is learned.
    ///
    /// @param salt that nothing else has
    public String check(byte[] salt) {
        byte[] sum = mac("check", salt);
        byte[] both = Arrays.copyOf(salt, salt.length + sum.length);
        System.arraycopy(sum, 0, both, salt.length, sum.length);
        return Base64.getEncoder().encodeToString(both);
    }

    /// Whether the check value is of this secret.
    public boolean matches(String check) {
        byte[] both = Base64.getDecoder().decode(check);
        byte[] own = Base64.getDecoder().decode(check(Arrays.copyOf(both, SALT_BYTES)));
        return MessageDigest.isEqual(both, own);
    }

    private byte[] mac(String purpose, byte[] of) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            mac.update((purpose + " ").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(of);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is not there", e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
