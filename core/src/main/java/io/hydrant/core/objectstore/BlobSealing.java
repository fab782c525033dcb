package io.hydrant.core.objectstore;

import io.hydrant.core.crypto.ChunkCipher;
import java.io.IOException;
import java.util.zip.CRC32C;

/// The bytes of a blob on their way to the disk, encrypted chunk by chunk. The last chunk is one
/// only once the end is known, so that a whole one waits until more comes. For one thread.
final class BlobSealing {
    /// Takes what is encrypted.
    @FunctionalInterface
    interface Stored {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    private final ChunkCipher cipher;
    private final String wrapped;
    private final byte[] chunk = new byte[ChunkCipher.CHUNK_BYTES];
    private final byte[] sealed = new byte[ChunkCipher.STORED_BYTES];
    private final CRC32C sum = new CRC32C();
    private int waiting;
    private long chunks;

    BlobSealing(ChunkCipher cipher, String wrapped) {
        this.cipher = cipher;
        this.wrapped = wrapped;
    }

    void write(byte[] bytes, int offset, int length, Stored stored) throws IOException {
        int from = 0;
        while (from < length) {
            if (waiting == chunk.length) {
                seal(false, stored);
            }
            int count = Math.min(length - from, chunk.length - waiting);
            System.arraycopy(bytes, offset + from, chunk, waiting, count);
            waiting += count;
            from += count;
        }
    }

    /// Nothing follows.
    ///
    /// @param size of all bytes
    BlobSeal end(long size, Stored stored) throws IOException {
        seal(true, stored);
        return new BlobSeal(wrapped, size);
    }

    /// CRC32C of what was stored: whoever has no key can tell, too, whether it is still that.
    int sum() {
        return (int) sum.getValue();
    }

    private void seal(boolean isLast, Stored stored) throws IOException {
        int count = cipher.seal(chunks++, isLast, chunk, waiting, sealed);
        waiting = 0;
        sum.update(sealed, 0, count);
        stored.write(sealed, 0, count);
    }
}
