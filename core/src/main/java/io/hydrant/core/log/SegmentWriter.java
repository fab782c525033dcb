package io.hydrant.core.log;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Gathers small pieces and writes them to the end of a segment in large ones. For one thread.
final class SegmentWriter {
    private final DiskFile file;
    private final ByteBuffer buffer;
    private long offset;

    /// Begins at `offset` of the file; the buffer is borrowed, and empty.
    SegmentWriter(DiskFile file, long offset, ByteBuffer buffer) {
        this.file = file;
        this.offset = offset;
        this.buffer = buffer;
    }

    /// The first `count` bytes.
    void put(byte[] bytes, int count) throws IOException {
        int from = 0;
        while (from < count) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int length = Math.min(count - from, buffer.remaining());
            buffer.put(bytes, from, length);
            from += length;
        }
    }

    void flush() throws IOException {
        buffer.flip();
        int length = buffer.remaining();
        file.write(buffer, offset);
        offset += length;
        buffer.clear();
    }
}
