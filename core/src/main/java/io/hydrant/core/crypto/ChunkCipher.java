package io.hydrant.core.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Bytes of any length in chunks of AES-256-GCM, each of which can be read alone: memory is flat,
/// and a range needs only its chunks. A chunk is bound to its place by its nonce, and to what it is
/// a chunk of by additional data; the last one is marked, and there is one of no bytes when there
/// are none. So nothing can be cut off, moved or exchanged. A key is used for one run of bytes
/// only, and only once: the nonces are the same for each.
///
///     nonce: 7 bytes of zero, the chunk's index (4, big-endian), 1 for the last chunk, else 0
///     chunk: up to 64 KiB encrypted, and 16 bytes of tag
///
/// For one thread.
public final class ChunkCipher {
    public static final int CHUNK_BYTES = 64 * 1024;
    public static final int TAG_BYTES = 16;

    /// What a chunk takes when it is stored.
    public static final int STORED_BYTES = CHUNK_BYTES + TAG_BYTES;

    public static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int INDEX_AT = 7;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] name;

    /// @param name of what is encrypted, which is no secret
    public ChunkCipher(byte[] key, String name) {
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not there", e);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.name = name.getBytes(StandardCharsets.UTF_8);
    }

    /// How many chunks there are of so many bytes.
    public static long chunks(long length) {
        return Math.max(1, (length + CHUNK_BYTES - 1) / CHUNK_BYTES);
    }

    /// How long so many bytes are when they are stored.
    public static long storedLength(long length) {
        return length + chunks(length) * TAG_BYTES;
    }

    /// Encrypts a chunk.
    ///
    /// @param into has room for the tag, too
    /// @return how many bytes were written
    public int seal(long index, boolean isLast, byte[] chunk, int length, byte[] into) {
        try {
            begin(Cipher.ENCRYPT_MODE, index, isLast);
            return cipher.doFinal(chunk, 0, length, into, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Chunk %d cannot be encrypted".formatted(index), e);
        }
    }

    /// Decrypts a chunk.
    ///
    /// @return how many bytes were written
    /// @throws GeneralSecurityException when it is not what was encrypted, or not at this place
    public int open(long index, boolean isLast, byte[] stored, int length, byte[] into)
            throws GeneralSecurityException {
        begin(Cipher.DECRYPT_MODE, index, isLast);
        return cipher.doFinal(stored, 0, length, into, 0);
    }

    private void begin(int mode, long index, boolean isLast) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(nonce)
                .putInt(INDEX_AT, Math.toIntExact(index))
                .put(NONCE_BYTES - 1, (byte) (isLast ? 1 : 0));
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(name);
    }
}
