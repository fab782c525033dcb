package io.hydrant.core.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Encodes an object while it is read, a little at a time. For one thread.
final class EncodedInput extends InputStream {
    private static final int PIECE_BYTES = 16 * 1024;

    private final InputStream records;
    private final ByteArrayOutputStream encoded;
    private final OutputStream encoder;
    private byte[] ready = new byte[0];
    private int given;
    private boolean finished;

    private EncodedInput(InputStream records, ByteArrayOutputStream encoded, OutputStream encoder) {
        this.records = records;
        this.encoded = encoded;
        this.encoder = encoder;
    }

    static EncodedInput of(InputStream records, Intent intent) throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(2 * PIECE_BYTES);
        OutputStream encoder =
                intent.format().encode(encoded, intent.key(), intent.oldestArrival());
        return new EncodedInput(records, encoded, encoder);
    }

    @Override
    public int read() throws IOException {
        return fill() ? ready[given++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (!fill()) {
            return -1;
        }
        int bytes = Math.min(length, ready.length - given);
        System.arraycopy(ready, given, into, from, bytes);
        given += bytes;
        return bytes;
    }

    private boolean fill() throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        while (given == ready.length && !finished) {
            int bytes = records.read(piece);
            if (bytes < 0) {
                encoder.close();
                finished = true;
            } else {
                encoder.write(piece, 0, bytes);
            }
            ready = encoded.toByteArray();
            encoded.reset();
            given = 0;
        }
        return given < ready.length;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
