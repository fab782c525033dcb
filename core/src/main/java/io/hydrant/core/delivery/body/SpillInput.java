package io.hydrant.core.delivery.body;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Reads an encoded object back. For one thread.
final class SpillInput extends InputStream {
    private final DiskFile file;
    private long offset;

    SpillInput(DiskFile file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int bytes = file.read(ByteBuffer.wrap(into, from, length), offset);
        offset += Math.max(0, bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
