package io.hydrant.core.delivery.body;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Writes an encoded object beside its log. It is not forced: after a crash it is made again.
final class SpillOutput extends OutputStream {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long offset;
    private boolean isClosed;

    /// Replaces what may be left of an earlier attempt.
    SpillOutput(Disk disk, Path path) throws SpillFailedException {
        try {
            disk.delete(path);
            file = disk.create(path);
        } catch (IOException e) {
            throw new SpillFailedException(e);
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int piece = Math.min(length - done, buffer.remaining());
            buffer.put(bytes, from + done, piece);
            done += piece;
        }
    }

    @Override
    public void flush() throws IOException {
        buffer.flip();
        int bytes = buffer.remaining();
        try {
            file.write(buffer, offset);
        } catch (IOException e) {
            throw new SpillFailedException(e);
        }
        offset += bytes;
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        if (!isClosed) {
            isClosed = true;
            try (file) {
                flush();
            }
        }
    }
}
