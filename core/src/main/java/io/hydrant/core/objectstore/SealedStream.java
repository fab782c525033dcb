package io.hydrant.core.objectstore;

import io.hydrant.aws.BlockInput;
import io.hydrant.core.crypto.ChunkCipher;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/// A run of an encrypted blob's bytes. What is not what was stored is a [BlobDamagedException]
/// before any byte of its chunk is handed out.
final class SealedStream extends BlockInput {
    private final Path path;
    private final DiskFile file;
    private final ChunkCipher cipher;
    private final long size;
    private final byte[] stored;
    private final byte[] chunk;

    /// Of the chunk that is open.
    private int from;

    private int until;

    private long at;
    private long remaining;

    /// @param size of the whole blob, before it was encrypted
    SealedStream(
            Path path, DiskFile file, ChunkCipher cipher, long size, long offset, long length) {
        this.path = path;
        this.file = file;
        this.cipher = cipher;
        this.size = size;
        this.at = offset;
        this.remaining = length;
        int largest = (int) Math.min(size, ChunkCipher.CHUNK_BYTES);
        this.stored = new byte[largest + ChunkCipher.TAG_BYTES];
        this.chunk = new byte[largest];
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (remaining <= 0) {
            return -1;
        }
        if (from == until) {
            open();
        }
        int count = (int) Math.min(Math.min(length, until - from), remaining);
        System.arraycopy(chunk, from, into, offset, count);
        from += count;
        at += count;
        remaining -= count;
        return count;
    }

    private void open() throws IOException {
        long index = at / ChunkCipher.CHUNK_BYTES;
        long start = index * ChunkCipher.CHUNK_BYTES;
        boolean isLast = index == ChunkCipher.chunks(size) - 1;
        int length = (int) Math.min(ChunkCipher.CHUNK_BYTES, size - start);
        load(index, length + ChunkCipher.TAG_BYTES);
        try {
            until = cipher.open(index, isLast, stored, length + ChunkCipher.TAG_BYTES, chunk);
        } catch (GeneralSecurityException e) {
            throw new BlobDamagedException(
                    path, "its bytes from %,d on are not what was stored".formatted(start));
        }
        from = (int) (at - start);
    }

    private void load(long index, int length) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(stored, 0, length);
        long place = index * ChunkCipher.STORED_BYTES;
        while (into.hasRemaining()) {
            if (file.read(into, place + into.position()) < 0) {
                throw new BlobDamagedException(
                        path, "it ends %,d bytes too soon".formatted(into.remaining()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        remaining = 0;
        file.close();
    }
}
