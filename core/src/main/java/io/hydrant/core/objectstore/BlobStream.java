package io.hydrant.core.objectstore;

import io.hydrant.aws.BlockInput;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// A run of a blob's bytes. What ends too soon, or is not what was stored, is a
/// [BlobDamagedException] before its last bytes are handed out: nobody takes it for whole.
final class BlobStream extends BlockInput {
    static final int BUFFER_BYTES = 64 * 1024;

    private final Path path;
    private final DiskFile file;
    private final Optional<BlobCheck> check;

    /// Made at the first read.
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    private long at;
    private long remaining;

    BlobStream(Path path, DiskFile file, long offset, long length, Optional<BlobCheck> check) {
        this.path = path;
        this.file = file;
        this.at = offset;
        this.remaining = length;
        this.check = check;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        if (remaining <= 0) {
            return false;
        }
        if (buffer.capacity() == 0) {
            buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, remaining));
        }
        buffer.clear().limit((int) Math.min(buffer.capacity(), remaining));
        int count = file.read(buffer, at);
        if (count < 0) {
            buffer.clear().limit(0);
            throw new BlobDamagedException(path, "it ends " + remaining + " bytes too soon");
        }
        buffer.flip();
        at += count;
        remaining -= count;
        checkBuffer();
        return true;
    }

    private void checkBuffer() throws IOException {
        if (check.isEmpty()) {
            return;
        }
        check.get().update(buffer.array(), 0, buffer.limit());
        Optional<String> finding = remaining == 0 ? check.get().finding() : Optional.empty();
        if (finding.isPresent()) {
            buffer.clear().limit(0);
            throw new BlobDamagedException(path, finding.get());
        }
    }

    @Override
    public void close() throws IOException {
        remaining = 0;
        buffer = ByteBuffer.allocate(0);
        file.close();
    }
}
