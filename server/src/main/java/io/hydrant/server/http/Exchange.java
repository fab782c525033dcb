package io.hydrant.server.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hydrant.aws.Headers;
import io.hydrant.aws.RequestHead;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One HTTP request and its answer, over Helidon; nothing else here knows Helidon's request and
/// response. Belongs to the thread that handles the request.
final class Exchange {
    /// A body left unread is read and dropped up to this many bytes, so that the connection stays
    /// usable; beyond, the connection is closed.
    private static final long DRAINABLE = 16L << 20;

    /// A longer body is not sent in one piece with its headers.
    private static final int TOGETHER_MAX_BYTES = 16 << 10;

    private static final int WITH_HEADERS_BYTES = 4 << 10;

    private final ServerRequest request;
    private final ServerResponse response;
    private final RequestHead head;
    private final BodyBudget budget;
    private BodyBudget.@Nullable Room room;
    private @Nullable BodyStream body;
    private @Nullable OptionalLong contentLength;
    private boolean answered;
    private boolean closing;

    Exchange(ServerRequest request, ServerResponse response, BodyBudget budget) {
        this.request = request;
        this.response = response;
        this.budget = budget;
        this.head = head(request);
    }

    /// Raw path and query only: Helidon's own are normalised, and S3 keys hold `//` and `..`.
    private static RequestHead head(ServerRequest request) {
        HttpPrologue prologue = request.prologue();
        Map<String, List<String>> headers = HashMap.newHashMap(request.headers().size() * 2);
        for (Header header : request.headers()) {
            headers.computeIfAbsent(
                            header.headerName().lowerCase(),
                            name -> new ArrayList<>(header.valueCount()))
                    .addAll(header.allValues());
        }
        return new RequestHead(
                prologue.method().text(),
                path(prologue.uriPath().rawPath()),
                prologue.query().rawValue(),
                new Headers(headers));
    }

    /// A proxy may ask for the whole address, `GET http://host/path`.
    private static String path(String rawPath) {
        if (rawPath.startsWith("/") || !rawPath.contains("://")) {
            return rawPath;
        }
        int slash = rawPath.indexOf('/', rawPath.indexOf("://") + 3);
        return slash < 0 ? "/" : rawPath.substring(slash);
    }

    RequestHead head() {
        return head;
    }

    boolean isHead() {
        return head.method().equals("HEAD");
    }

    boolean isSecure() {
        return request.isSecure();
    }

    String sourceIp() {
        return request.remotePeer().address() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : request.remotePeer().host();
    }

    /// The announced length; 0 when there is no body, empty when it is sent in HTTP chunks.
    OptionalLong contentLength() {
        OptionalLong known = contentLength;
        if (known == null) {
            known =
                    head.headers().get("Transfer-Encoding").isPresent()
                            ? OptionalLong.empty()
                            : OptionalLong.of(request.headers().contentLength().orElse(0));
            contentLength = known;
        }
        return known;
    }

    /// The body as it comes. Reading it is what answers `Expect: 100-continue`.
    InputStream body() {
        if (contentLength().orElse(1) == 0) {
            return InputStream.nullInputStream();
        }
        if (body == null) {
            body = new BodyStream(() -> request.content().inputStream());
        }
        return body;
    }

    /// The whole body, once there is room for it in memory.
    ///
    /// @throws BodyTooLargeException before it is read, if its length says so
    /// @throws NoRoomException when there is no room for too long
    byte[] readBody(int limit) throws IOException {
        long length = contentLength().orElse(limit);
        if (length > limit) {
            throw new BodyTooLargeException(limit);
        }
        BodyBudget.Room entered =
                budget.enter(length).orElseThrow(() -> new NoRoomException(length));
        room = entered;
        boolean isGivenUp;
        byte[] bytes;
        entered.beginReading(this::bodyBytesRead);
        try {
            bytes = contentLength().isPresent() ? readExactly((int) length) : readToItsEnd(limit);
        } finally {
            isGivenUp = entered.endReading();
        }
        if (isGivenUp) {
            throw new ClientGoneException(new IOException("The body came too slowly"));
        }
        return bytes;
    }

    private long bodyBytesRead() {
        return body == null ? 0 : body.count();
    }

    private byte[] readToItsEnd(int limit) throws IOException {
        byte[] bytes = body().readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new BodyTooLargeException(limit);
        }
        return bytes;
    }

    /// Gives back the memory that the body took.
    void release() {
        if (room != null) {
            room.close();
            room = null;
        }
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        int read = body().readNBytes(bytes, 0, length);
        if (read < length) {
            throw new ClientGoneException(new IOException("Body ended at byte " + read));
        }
        return bytes;
    }

    /// Ends the connection with this answer.
    void closeAfterwards() {
        closing = true;
    }

    boolean isAnswered() {
        return answered;
    }

    /// An answer with a body, which is left out on HEAD.
    void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        if (isHead() || status == 204 || status == 304) {
            send(status, headers);
            return;
        }
        if (body.length > TOGETHER_MAX_BYTES) {
            sendInTwo(status, headers, body);
            return;
        }
        begin(status, headers);
        deliver(() -> response.send(body));
    }

    /// Helidon copies a body behind the headers, twice when it is long; but not what is written
    /// after them.
    private void sendInTwo(int status, Map<String, String> headers, byte[] body)
            throws IOException {
        try (OutputStream out = stream(status, headers, body.length)) {
            out.write(body, 0, WITH_HEADERS_BYTES);
            out.write(body, WITH_HEADERS_BYTES, body.length - WITH_HEADERS_BYTES);
        }
    }

    /// An answer without a body. On HEAD the headers may say how long it would be.
    void send(int status, Map<String, String> headers) throws IOException {
        begin(status, headers);
        deliver(response::send);
    }

    /// An answer whose body of known length is written bit by bit; never on HEAD, where Helidon
    /// would put the bytes onto the wire.
    OutputStream stream(int status, Map<String, String> headers, long length) throws IOException {
        if (isHead()) {
            throw new IllegalStateException("A HEAD answer has no body: " + head.rawPath());
        }
        begin(status, headers);
        response.header(HeaderNames.CONTENT_LENGTH, Long.toString(length));
        return new AnswerStream(response.outputStream());
    }

    private void begin(int status, Map<String, String> headers) {
        if (answered) {
            throw new IllegalStateException("Answered twice: " + head.rawPath());
        }
        answered = true;
        response.status(Status.create(status));
        headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
        closing |= mustClose();
        if (closing) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }

    /// Called after the answer. Helidon announces the end of a connection and goes on reading from
    /// it all the same, so that an unread body would be taken for the next request.
    void finish() throws IOException {
        if (!closing && !request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            return;
        }
        if (body != null && body.isBegun() || !isWaiting()) {
            drainForAWhile();
        }
        throw new CloseConnectionException("As the answer said");
    }

    /// A client that is still sending may not see an answer whose connection is cut at once.
    private void drainForAWhile() throws IOException {
        try {
            body().skip(DRAINABLE);
        } catch (ClientGoneException gone) {
            // It has seen enough.
            return;
        }
    }

    private boolean isWaiting() {
        return head.headers().get("Expect").isPresent();
    }

    /// Whether what is left of the body must not be waited for: too much, of unknown length, or
    /// perhaps never sent, when the client waits for `100 Continue`. That holds for an empty body
    /// too: boto3 announces one so, and misreads the next answer on a connection on which a `100
    /// Continue` never came (botocore 1.43).
    private boolean mustClose() {
        OptionalLong length = contentLength();
        if (body == null || !body.isBegun()) {
            return isWaiting() || length.orElse(Long.MAX_VALUE) > DRAINABLE;
        }
        return !body.isEnded() && length.orElse(Long.MAX_VALUE) - body.count() > DRAINABLE;
    }

    private static void deliver(Runnable send) throws IOException {
        try {
            send.run();
        } catch (RuntimeException broken) {
            throw new ClientGoneException(broken);
        }
    }

    /// What goes wrong while an answer is written is the client's going away.
    private static final class AnswerStream extends FilterOutputStream {
        AnswerStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException | RuntimeException broken) {
                throw new ClientGoneException(broken);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException | RuntimeException broken) {
                throw new ClientGoneException(broken);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (IOException | RuntimeException broken) {
                throw new ClientGoneException(broken);
            }
        }
    }
}
