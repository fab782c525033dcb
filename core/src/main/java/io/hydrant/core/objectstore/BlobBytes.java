package io.hydrant.core.objectstore;

import io.hydrant.core.disk.Disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// The first bytes of an open file as a stream. Closing it leaves the file open. For one thread.
final class BlobBytes extends InputStream {
    private final DiskFile file;
    private final long length;
    private long at;

    BlobBytes(DiskFile file, long length) {
        this.file = file;
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (at == length) {
            return -1;
        }
        int read = file.read(ByteBuffer.wrap(into, offset, (int) Math.min(count, length - at)), at);
        at += Math.max(0, read);
        return read;
    }
}
