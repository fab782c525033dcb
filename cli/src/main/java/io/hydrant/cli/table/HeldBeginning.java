package io.hydrant.cli.table;

import io.hydrant.aws.BlockInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// A stream that can be read once only, whose beginning can be looked at all the same: it is held
/// in memory until then. Used by one thread.
final class HeldBeginning extends BlockInput {
    private final InputStream source;
    private byte[] held = new byte[0];
    private int length;
    private int served;
    private boolean holding = true;

    HeldBeginning(InputStream source) {
        this.source = source;
    }

    /// The first bytes, whether they have been read or not.
    InputStream beginning(int most) throws IOException {
        if (length < most) {
            byte[] more = source.readNBytes(most - length);
            hold(more, 0, more.length);
        }
        return new ByteArrayInputStream(held, 0, length);
    }

    /// Nobody will ask for the beginning: what is read from now on need not be kept.
    void release() {
        holding = false;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        if (served < length) {
            int count = Math.min(wanted, length - served);
            System.arraycopy(held, served, target, offset, count);
            served += count;
            return count;
        }
        if (!holding && length > 0) {
            held = new byte[0];
            length = 0;
            served = 0;
        }
        int count = source.read(target, offset, wanted);
        if (holding && count > 0) {
            hold(target, offset, count);
            served = length;
        }
        return count;
    }

    private void hold(byte[] bytes, int offset, int count) {
        if (held.length - length < count) {
            held = Arrays.copyOf(held, Math.max(held.length * 2, length + count));
        }
        System.arraycopy(bytes, offset, held, length, count);
        length += count;
    }

    @Override
    public int available() throws IOException {
        return served < length ? length - served : source.available();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
