package io.hydrant.core.delivery.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// The payloads of records, one after the other, without a copy between. For one thread.
final class PlainInput extends InputStream {
    private final Records records;
    private ByteBuffer payloads = ByteBuffer.allocate(0);

    /// @param records closed with this
    PlainInput(Records records) {
        this.records = records;
    }

    @Override
    public int read() throws IOException {
        return fill() ? payloads.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int bytes = Math.min(length, payloads.remaining());
        payloads.get(into, offset, bytes);
        return bytes;
    }

    /// Writes whole frames.
    @Override
    public long transferTo(OutputStream out) throws IOException {
        long written = 0;
        while (fill()) {
            int bytes = payloads.remaining();
            out.write(payloads.array(), payloads.arrayOffset() + payloads.position(), bytes);
            payloads.position(payloads.limit());
            written += bytes;
        }
        return written;
    }

    @Override
    public int available() {
        return payloads.remaining();
    }

    /// Whether there is a byte to give.
    private boolean fill() throws IOException {
        while (!payloads.hasRemaining()) {
            if (!records.next()) {
                return false;
            }
            payloads = records.payloads();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
