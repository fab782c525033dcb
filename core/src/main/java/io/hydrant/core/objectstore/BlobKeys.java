package io.hydrant.core.objectstore;

import io.hydrant.core.crypto.ChunkCipher;
import io.hydrant.core.crypto.KeyWrap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The keys of encrypted blobs. Each has one of its own, good for the blob of this name alone: the
/// master key wraps it, or it is made of the secret that comes with the request. Safe for use from
/// many threads.
final class BlobKeys {
    private final KeyWrap master;
    private final RandomGenerator random;

    /// @param random whose numbers nobody can guess
    BlobKeys(KeyWrap master, RandomGenerator random) {
        this.master = master;
        this.random = random;
    }

    /// Begins to encrypt a blob.
    ///
    /// @throws IOException when there is no master key
    BlobSealing seal(String blob) throws IOException {
        byte[] key = new byte[ChunkCipher.KEY_BYTES];
        synchronized (random) {
            random.nextBytes(key);
        }
        String wrapped = Base64.getEncoder().encodeToString(master.wrap(key, context(blob)));
        return new BlobSealing(new ChunkCipher(key, blob), wrapped);
    }

    /// The same under a secret that is not kept.
    static BlobSealing seal(String blob, ObjectSecret secret) {
        return new BlobSealing(secret.cipher(blob), "");
    }

    /// @param secret if one came with the request
    /// @throws BlobDamagedException when the key is not what was wrapped for this blob
    /// @throws SecretMissingException when it takes a secret, and none came
    ChunkCipher open(String blob, BlobSeal seal, Path file, Optional<ObjectSecret> secret)
            throws IOException {
        if (seal.key().isEmpty()) {
            return secret.orElseThrow(SecretMissingException::new).cipher(blob);
        }
        try {
            byte[] wrapped = Base64.getDecoder().decode(seal.key());
            return new ChunkCipher(master.unwrap(wrapped, context(blob)), blob);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BlobDamagedException(file, "the key of its bytes is not what was written");
        }
    }

    private static byte[] context(String blob) {
        return ("blob " + blob).getBytes(StandardCharsets.UTF_8);
    }
}
