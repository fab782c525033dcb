package io.hydrant.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A request's body, opened at the first read. Whatever goes wrong while it is read is the client's
/// doing: it broke off, or its framing is wrong.
final class BodyStream extends InputStream {
    private final Supplier<InputStream> source;
    private @Nullable InputStream in;
    private volatile long count;
    private boolean ended;

    BodyStream(Supplier<InputStream> source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others look
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            if (in == null) {
                in = source.get();
            }
            int n = in.read(into, offset, length);
            count += Math.max(n, 0);
            ended = n < 0;
            return n;
        } catch (IOException | RuntimeException broken) {
            throw new ClientGoneException(broken);
        }
    }

    boolean isBegun() {
        return in != null;
    }

    boolean isEnded() {
        return ended;
    }

    /// Bytes read so far; any thread may ask.
    long count() {
        return count;
    }
}
