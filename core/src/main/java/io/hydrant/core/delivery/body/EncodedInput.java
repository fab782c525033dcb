package io.hydrant.core.delivery.body;

import io.hydrant.core.format.Converter;
import io.hydrant.core.format.RecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// The bytes of an object, encoded while they are read. For one thread.
final class EncodedInput extends InputStream {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Records records;
    private final Encoded encoded = new Encoded();
    private final RecordWriter writer;
    private ByteBuffer payloads = ByteBuffer.allocate(0);
    private ByteBuffer lengths = ByteBuffer.allocate(0);
    private boolean isFinished;

    /// What is encoded and not read yet.
    private static final class Encoded extends ByteArrayOutputStream {
        private int given;

        Encoded() {
            super(2 * PIECE_BYTES);
        }

        int available() {
            return count - given;
        }

        int give(byte[] into, int offset, int length) {
            int bytes = Math.min(length, available());
            System.arraycopy(buf, given, into, offset, bytes);
            given += bytes;
            if (given == count) {
                reset();
                given = 0;
            }
            return bytes;
        }
    }

    /// @param records closed with this
    EncodedInput(Records records, Content content, Converter converter) throws IOException {
        this.records = records;
        this.writer = content.encoding().writer(encoded, content, converter);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (encoded.available() == 0) {
            if (isFinished) {
                return -1;
            }
            encodeSome();
        }
        return encoded.give(into, offset, length);
    }

    private void encodeSome() throws IOException {
        if (!lengths.hasRemaining()) {
            if (!records.next()) {
                writer.close();
                isFinished = true;
                return;
            }
            payloads = records.payloads();
            lengths = records.lengths();
        }
        ByteBuffer piece = lengths.duplicate();
        int bytes = 0;
        while (lengths.hasRemaining() && bytes < PIECE_BYTES) {
            bytes += lengths.getInt();
        }
        piece.limit(lengths.position());
        ByteBuffer of = payloads.duplicate();
        of.limit(of.position() + bytes);
        writer.writeAll(of, piece);
        payloads.position(of.position());
    }

    /// What was read in part only is closed all the same: its writer may hold memory.
    @Override
    public void close() throws IOException {
        try (records) {
            if (!isFinished) {
                isFinished = true;
                writer.close();
            }
        }
    }
}
