package io.hydrant.core.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A record that tells which it is, and whether a byte of it was changed. Integers are big-endian.
///
///     at  bytes  field
///      0      4  the account, one for each stream that ever was
///      4      4  the batch it came in, counted from 0
///      8      4  its index in the batch
///     12      4  its length, all included
///     16      …  text that depends on batch and index
record NumberedRecord(int account, int batch, int index, int length) {
    static final int LENGTH_MIN = 16;
    static final int LENGTH_MAX = 1024 * 1024;
    private static final int STARTS = 8192;
    private static final byte[] TEXT = text();

    /// Lines that differ, yet are quick to compress.
    private static byte[] text() {
        StringBuilder text = new StringBuilder();
        for (int line = 0; text.length() < LENGTH_MAX + STARTS; line++) {
            text.append(line).append(" And the rain was upon the earth forty days. ".repeat(4));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private int textStart() {
        return (batch * 31 + index * 7) % STARTS;
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.putInt(account).putInt(batch).putInt(index).putInt(length);
        bytes.put(TEXT, textStart(), length - LENGTH_MIN);
        return bytes.array();
    }

    /// Reads the record that begins at `offset`.
    static NumberedRecord read(byte[] payload, int offset) {
        ByteBuffer bytes = ByteBuffer.wrap(payload, offset, payload.length - offset);
        NumberedRecord read =
                new NumberedRecord(bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt());
        int textLength = read.length - LENGTH_MIN;
        boolean isSound =
                Arrays.equals(
                        payload,
                        offset + LENGTH_MIN,
                        offset + read.length,
                        TEXT,
                        read.textStart(),
                        read.textStart() + textLength);
        if (!isSound) {
            throw new AssertionError("The bytes of " + read + " were changed");
        }
        return read;
    }
}
