package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// The payloads of a range of records, one after the other, straight from the log. Each frame is
/// checked before any byte of it is given out. For one thread.
final class RangeInput extends InputStream {
    private final LogReader reader;
    private final LogPoint start;
    private final LogPoint end;
    private ByteBuffer payloads = ByteBuffer.allocate(0);
    private long givenBytes;

    /// @param reader whose next frame holds the record at `start`; closed with this
    RangeInput(LogReader reader, LogPoint start, LogPoint end) {
        this.reader = reader;
        this.start = start;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        return fill() ? take(1).get() & 0xFF : -1;
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
        take(bytes).get(into, offset, bytes);
        return bytes;
    }

    /// Writes whole frames, without a copy between.
    @Override
    public long transferTo(OutputStream out) throws IOException {
        long before = givenBytes;
        while (fill()) {
            ByteBuffer piece = take(payloads.remaining());
            out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            payloads.position(payloads.limit());
        }
        return givenBytes - before;
    }

    @Override
    public int available() {
        return payloads.remaining();
    }

    private ByteBuffer take(int bytes) {
        givenBytes += bytes;
        return payloads;
    }

    /// Whether there is a byte to give.
    private boolean fill() throws IOException {
        while (!payloads.hasRemaining()) {
            if (givenBytes == end.payloadBytes() - start.payloadBytes()) {
                return false;
            }
            if (!reader.next()) {
                throw new EOFException(
                        "The log ends at %s, before %s".formatted(reader.end(), end));
            }
            payloads = reader.payloads();
            long skipped = Math.max(0, start.payloadBytes() - reader.start().payloadBytes());
            long kept =
                    Math.min(payloads.limit(), end.payloadBytes() - reader.start().payloadBytes());
            payloads.limit((int) kept).position((int) skipped);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
