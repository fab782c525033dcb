package io.hydrant.server.http1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;

/// The answer to a request, sent once. Belongs to the thread that answers.
public final class Http1Response {
    /// A body left unread is read and dropped up to this many bytes, so that the connection stays
    /// usable; beyond, the connection is closed.
    static final long DRAINABLE_BYTES = 16L << 20;

    /// A longer body is not copied behind its headers.
    private static final int TOGETHER_MAX_BYTES = 16 << 10;

    private static final int WITH_HEADERS_BYTES = 4 << 10;

    private final Http1Connection connection;
    private final Http1Request request;
    private boolean isBegun;
    private boolean isWhole;
    private boolean isLast;

    Http1Response(Http1Connection connection, Http1Request request) {
        this.connection = connection;
        this.request = request;
    }

    /// Whether something of it may have been sent.
    public boolean isBegun() {
        return isBegun;
    }

    boolean isWhole() {
        return isWhole;
    }

    /// Whether the connection ends with it.
    boolean isLast() {
        return isLast;
    }

    /// Ends the connection with this answer; called before it is sent.
    public void closeAfterwards() {
        isLast = true;
    }

    /// An answer without a body. To HEAD the headers may say how long it would be.
    ///
    /// @throws UnsendableHeaderException before anything is sent
    public void send(int status, Map<String, String> headers) throws IOException {
        HeaderText text = head(status, headers);
        if (!request.isHead() && status != 204 && status != 304) {
            text.add("Content-Length", "0");
        }
        byte[] head = text.bytes();
        isBegun = true;
        connection.write(head, 0, head.length);
        isWhole = true;
    }

    /// @throws UnsendableHeaderException before anything is sent
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        try (OutputStream out = stream(status, headers, body.length)) {
            out.write(body);
        }
    }

    /// An answer whose body of known length is written bit by bit; not to HEAD.
    ///
    /// @throws UnsendableHeaderException before anything is sent
    public OutputStream stream(int status, Map<String, String> headers, long length)
            throws IOException {
        if (request.isHead()) {
            throw new IllegalStateException("A HEAD answer has no body: " + request.head());
        }
        HeaderText text = head(status, headers).add("Content-Length", Long.toString(length));
        byte[] head = text.bytes();
        isBegun = true;
        return new Body(head, length);
    }

    private HeaderText head(int status, Map<String, String> headers) {
        if (isBegun) {
            throw new IllegalStateException("Answered twice: " + request.head().rawPath());
        }
        isLast |= mustClose();
        HeaderText text = new HeaderText(status).add("Date", connection.date()).add(headers);
        if (isLast) {
            text.add("Connection", "close");
        } else if (request.isOld()) {
            text.add("Connection", "keep-alive");
        }
        return text;
    }

    /// Also when what is left of the body must not be waited for: too much, of unknown length, or
    /// perhaps never sent, when the client waits for `100 Continue`. That holds for an empty body
    /// too: boto3 announces one so, and misreads the next answer on a connection on which a `100
    /// Continue` never came (botocore 1.43).
    private boolean mustClose() {
        RequestBody body = request.body();
        return !request.isPersistent()
                || request.fault().isPresent()
                || connection.isEnding()
                || !body.isBegun() && request.isWaiting()
                || body.hasMoreThan(DRAINABLE_BYTES);
    }

    private final class Body extends OutputStream {
        private byte[] head;
        private long left;

        Body(byte[] head, long length) {
            this.head = head;
            this.left = length;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > left) {
                throw new IllegalStateException("The answer is longer than announced");
            }
            left -= length;
            int together = length <= TOGETHER_MAX_BYTES ? length : WITH_HEADERS_BYTES;
            if (head.length == 0) {
                together = 0;
            } else {
                sendWithHead(bytes, offset, together);
            }
            connection.write(bytes, offset + together, length - together);
        }

        private void sendWithHead(byte[] bytes, int offset, int length) throws IOException {
            byte[] both = Arrays.copyOf(head, head.length + length);
            System.arraycopy(bytes, offset, both, head.length, length);
            head = new byte[0];
            connection.write(both, 0, both.length);
        }

        /// The connection ends when not all was written.
        @Override
        public void close() throws IOException {
            if (head.length > 0 && left == 0) {
                sendWithHead(new byte[0], 0, 0);
            }
            isWhole = left == 0;
        }
    }
}
