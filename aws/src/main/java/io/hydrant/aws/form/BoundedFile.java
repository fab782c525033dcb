package io.hydrant.aws.form;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A file that must have a length within bounds; refused at the byte beyond, or at its end. What a
/// refusal calls the proposed size is what was read until then.
final class BoundedFile extends FilterInputStream {
    private final long least;
    private final long most;
    private long count;

    BoundedFile(InputStream in, long least, long most) {
        super(in);
        this.least = least;
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = in.read(into, offset, length);
        count += Math.max(n, 0);
        if (count > most) {
            throw FormError.TOO_LARGE
                    .exception()
                    .with("ProposedSize", Long.toString(count))
                    .with("MaxSizeAllowed", Long.toString(most));
        }
        if (n < 0 && count < least) {
            throw FormError.TOO_SMALL
                    .exception()
                    .with("ProposedSize", Long.toString(count))
                    .with("MinSizeAllowed", Long.toString(least));
        }
        return n;
    }
}
