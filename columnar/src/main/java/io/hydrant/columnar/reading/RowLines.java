package io.hydrant.columnar.reading;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Rows on their way out, each a line. A row is handed over when it is whole, so that none that a
/// damaged file breaks off is seen; one larger than what is gathered is handed over in parts.
final class RowLines extends OutputStream {
    private static final int GATHERED_BYTES = 1 << 20;

    /// What is handed over at once, when rows are small.
    private static final int HANDED_BYTES = 32 << 10;

    private final OutputStream out;
    private byte[] gathered = new byte[HANDED_BYTES];
    private int length;
    private int whole;

    RowLines(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (length + count > GATHERED_BYTES) {
            out.write(gathered, 0, length);
            out.write(bytes, from, count);
            length = 0;
            whole = 0;
            return;
        }
        if (length + count > gathered.length) {
            gathered =
                    Arrays.copyOf(
                            gathered,
                            Math.clamp(2L * (length + count), HANDED_BYTES, GATHERED_BYTES));
        }
        System.arraycopy(bytes, from, gathered, length, count);
        length += count;
    }

    void endRow() throws IOException {
        write('\n');
        whole = length;
        if (length >= HANDED_BYTES) {
            handOver();
        }
    }

    /// The rows that are whole.
    void handOver() throws IOException {
        out.write(gathered, 0, whole);
        length = 0;
        whole = 0;
    }
}
