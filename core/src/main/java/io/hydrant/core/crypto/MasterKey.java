package io.hydrant.core.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The key that wraps other keys, and is known to nobody else. A wrapped key:
///
///     at  bytes  field
///      0      1  version, 1
///      1      8  id of the master key
///      9     16  salt
///     25     12  nonce
///     37   n+16  the key in AES-256-GCM, under HMAC-SHA256 of "wrap" and the salt by the master
///                key; additional data are the first 9 bytes and the context
///
/// Each wrapping has a key of its own, so that it does not matter how many there are. Safe for use
/// from many threads.
final class MasterKey {
    static final int KEY_BYTES = 32;

    private static final byte VERSION = 1;
    private static final int ID_BYTES = 8;
    private static final int HEAD_BYTES = 1 + ID_BYTES;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] key;
    private final byte[] id;

    MasterKey(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A master key has 32 bytes, not " + key.length);
        }
        this.key = key.clone();
        this.id = Arrays.copyOf(derived("id", new byte[0]), ID_BYTES);
    }

    /// By which it is told from others; it says nothing of the key.
    String id() {
        return HexFormat.of().formatHex(id);
    }

    byte[] wrap(byte[] other, byte[] context, RandomGenerator random) {
        byte[] salt = bytes(SALT_BYTES, random);
        byte[] nonce = bytes(NONCE_BYTES, random);
        ByteBuffer wrapped =
                ByteBuffer.allocate(
                        HEAD_BYTES + SALT_BYTES + NONCE_BYTES + other.length + TAG_BITS / 8);
        wrapped.put(VERSION).put(id).put(salt).put(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, wrapped.array(), salt, nonce, context);
            wrapped.put(cipher.doFinal(other));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not there", e);
        }
        return wrapped.array();
    }

    byte[] unwrap(byte[] wrapped, byte[] context) throws GeneralSecurityException {
        int start = HEAD_BYTES + SALT_BYTES + NONCE_BYTES;
        if (wrapped.length < start || wrapped[0] != VERSION) {
            throw new GeneralSecurityException("This is no wrapped key");
        }
        byte[] salt = Arrays.copyOfRange(wrapped, HEAD_BYTES, HEAD_BYTES + SALT_BYTES);
        byte[] nonce = Arrays.copyOfRange(wrapped, HEAD_BYTES + SALT_BYTES, start);
        return cipher(Cipher.DECRYPT_MODE, wrapped, salt, nonce, context)
                .doFinal(wrapped, start, wrapped.length - start);
    }

    /// Whether this is the key that it was wrapped by.
    boolean hasWrapped(byte[] wrapped) {
        return wrapped.length < HEAD_BYTES
                || Arrays.equals(Arrays.copyOfRange(wrapped, 1, HEAD_BYTES), id);
    }

    private Cipher cipher(int mode, byte[] head, byte[] salt, byte[] nonce, byte[] context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(derived("wrap", salt), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head, 0, HEAD_BYTES);
        cipher.updateAAD(context);
        return cipher;
    }

    private byte[] derived(String purpose, byte[] salt) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(salt);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is not there", e);
        }
    }

    static byte[] bytes(int count, RandomGenerator random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
