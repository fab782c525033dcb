package io.hydrant.cli.table;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts the bytes that are read. Another thread may ask for the count.
final class ReadBytes extends FilterInputStream {
    private volatile long count;

    ReadBytes(InputStream in) {
        super(in);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        counted(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        counted(read);
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        counted(skipped);
        return skipped;
    }

    /// Only the reading thread writes the count.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void counted(long read) {
        if (read > 0) {
            count += read;
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
