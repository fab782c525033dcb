package io.hydrant.core.kms;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.UUID;

/// What was encrypted under a key, and by what. Integers are big-endian.
///
///     at  bytes  field
///      0      1  version, 1
///      1     16  id of the key
///     17      4  index of the key's material
///     21     16  salt, of which and of the material the key of this message is made
///     37     12  nonce
///     49      n  AES-256-GCM of the plaintext, and its tag of 16 bytes
record Ciphertext(String keyId, int material, byte[] salt, byte[] nonce, byte[] sealed) {
    static final int SALT_BYTES = 16;
    static final int NONCE_BYTES = 12;

    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + 2 * Long.BYTES + Integer.BYTES;

    /// @throws ServiceException InvalidCiphertextException when it is none
    static Ciphertext parse(byte[] blob) {
        ByteBuffer buffer = ByteBuffer.wrap(blob);
        try {
            if (buffer.get() != VERSION) {
                throw KmsError.INVALID_CIPHERTEXT.because("");
            }
            String keyId = new UUID(buffer.getLong(), buffer.getLong()).toString();
            int material = buffer.getInt();
            byte[] salt = new byte[SALT_BYTES];
            byte[] nonce = new byte[NONCE_BYTES];
            buffer.get(salt).get(nonce);
            byte[] sealed = new byte[buffer.remaining()];
            buffer.get(sealed);
            return new Ciphertext(keyId, material, salt, nonce, sealed);
        } catch (BufferUnderflowException e) {
            throw KmsError.INVALID_CIPHERTEXT.because("");
        }
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER_BYTES + SALT_BYTES + NONCE_BYTES + sealed.length)
                .put(header())
                .put(salt)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /// What stands before the salt: whoever changes it cannot decrypt.
    byte[] header() {
        UUID id = UUID.fromString(keyId);
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(VERSION)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(material)
                .array();
    }
}
