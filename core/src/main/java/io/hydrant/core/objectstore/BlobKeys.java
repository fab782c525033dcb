package io.hydrant.core.objectstore;

import io.hydrant.core.crypto.ChunkCipher;
import io.hydrant.core.crypto.KeyWrap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/// The keys of encrypted blobs. Each has one of its own, which the master key wraps and which is
/// good for the blob of this name alone. Safe for use from many threads.
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

    /// @throws BlobDamagedException when the key is not what was wrapped for this blob
    ChunkCipher open(String blob, BlobSeal seal, Path file) throws IOException {
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
