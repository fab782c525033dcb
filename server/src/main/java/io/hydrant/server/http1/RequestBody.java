package io.hydrant.server.http1;

import java.io.IOException;
import java.io.InputStream;

/// The body of a request, for the thread that answers it. The first read asks a client that waits
/// (`Expect: 100-continue`) to go on.
///
/// Reading throws a [ClientGoneException] when the client breaks off, a [BadRequestException] when
/// its chunks are none, a [TooSlowException] when it takes too long.
public abstract sealed class RequestBody extends InputStream {
    private final Http1Connection connection;
    private final boolean isWaitedFor;
    private volatile long count;
    private boolean isBegun;

    private RequestBody(Http1Connection connection, boolean isWaitedFor) {
        this.connection = connection;
        this.isWaitedFor = isWaitedFor;
    }

    static RequestBody of(BodyFraming framing, Http1Connection connection, boolean isWaitedFor) {
        return switch (framing) {
            case BodyFraming.Length length -> new OfLength(connection, isWaitedFor, length.bytes());
            case BodyFraming.Chunks chunks -> new InChunks(connection, isWaitedFor);
        };
    }

    /// Some bytes of the body; -1 at its end.
    abstract int next(InputWindow window, byte[] into, int offset, int length) throws IOException;

    /// Whether all of it was read.
    public abstract boolean isEnded();

    /// Whether more than `bytes` of it may still come.
    abstract boolean hasMoreThan(long bytes);

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others look
    public final int read(byte[] into, int offset, int length) throws IOException {
        if (isEnded()) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        if (!isBegun) {
            isBegun = true;
            connection.beginBody(isWaitedFor && connection.window().available() == 0);
        }
        int n = readWatched(into, offset, length);
        count += Math.max(n, 0);
        return n;
    }

    private int readWatched(byte[] into, int offset, int length) throws IOException {
        connection.beginRead(count);
        try {
            return next(connection.window(), into, offset, length);
        } catch (BadRequestException malformed) {
            throw malformed;
        } catch (IOException broken) {
            throw connection.isExpired() ? new TooSlowException() : new ClientGoneException(broken);
        } finally {
            connection.endRead();
        }
    }

    public final boolean isBegun() {
        return isBegun;
    }

    /// Bytes read so far; any thread may ask.
    public final long count() {
        return count;
    }

    /// Ends the reading with a [TooSlowException]; any thread may call it while the body is read.
    public final void giveUp() {
        connection.expire();
    }

    private static final class OfLength extends RequestBody {
        private long left;

        OfLength(Http1Connection connection, boolean isWaitedFor, long length) {
            super(connection, isWaitedFor);
            this.left = length;
        }

        @Override
        int next(InputWindow window, byte[] into, int offset, int length) throws IOException {
            int n = window.read(into, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new IOException("The body ended " + left + " bytes early");
            }
            left -= n;
            return n;
        }

        @Override
        public boolean isEnded() {
            return left == 0;
        }

        @Override
        boolean hasMoreThan(long bytes) {
            return left > bytes;
        }
    }

    /// RFC 9112, 7.1. Extensions of chunks and trailing headers are read and passed over, as the
    /// RFC allows: none is known that means anything here.
    private static final class InChunks extends RequestBody {
        private static final int MAX_LINE_BYTES = 4 << 10;
        private static final int MAX_TRAILERS_BYTES = 16 << 10;

        /// Of the chunk at hand.
        private long left;

        private boolean isFirst = true;
        private boolean isEnded;

        InChunks(Http1Connection connection, boolean isWaitedFor) {
            super(connection, isWaitedFor);
        }

        @Override
        int next(InputWindow window, byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                if (!isFirst) {
                    endOfChunk(window);
                }
                isFirst = false;
                left = size(window);
            }
            if (left == 0) {
                passTrailers(window);
                isEnded = true;
                return -1;
            }
            int n = window.read(into, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new IOException("The body ended within a chunk");
            }
            left -= n;
            return n;
        }

        private static void endOfChunk(InputWindow window) throws IOException {
            if (line(window, 1) != 0) {
                throw new BadRequestException("A chunk is longer than its size says");
            }
            window.skip(2);
        }

        private static long size(InputWindow window) throws IOException {
            int length = line(window, MAX_LINE_BYTES);
            long size = 0;
            int digits = 0;
            for (; digits < length && isHex(window.peek(digits)); digits++) {
                size = 16 * size + Character.digit(window.peek(digits), 16);
                if (digits == 15) {
                    throw new BadRequestException("The size of a chunk is too large");
                }
            }
            if (digits == 0 || !isExtension(window.text(digits, length))) {
                throw new BadRequestException("The size of a chunk is not a hexadecimal number");
            }
            window.skip(length + 2);
            return size;
        }

        private static boolean isHex(byte b) {
            return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F';
        }

        private static boolean isExtension(String rest) {
            String text = rest.strip();
            return text.isEmpty() || text.startsWith(";") && text.indexOf('\r') < 0;
        }

        private static void passTrailers(InputWindow window) throws IOException {
            int left = MAX_TRAILERS_BYTES;
            int length;
            while ((length = line(window, left)) > 0) {
                if (window.text(0, length).indexOf(':') < 1) {
                    throw new BadRequestException("A trailing header has no colon");
                }
                window.skip(length + 2);
                left -= Math.min(left, length + 2);
            }
            window.skip(2);
        }

        private static int line(InputWindow window, int max) throws IOException {
            int feed = window.lineLength(max, 400, "A line between the chunks is too long");
            if (feed == 0 || window.peek(feed - 1) != '\r') {
                throw new BadRequestException("A line between the chunks does not end with CR LF");
            }
            return feed - 1;
        }

        @Override
        public boolean isEnded() {
            return isEnded;
        }

        @Override
        boolean hasMoreThan(long bytes) {
            return !isEnded;
        }
    }
}
