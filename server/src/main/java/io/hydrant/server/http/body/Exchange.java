package io.hydrant.server.http.body;

import io.hydrant.aws.RequestHead;
import io.hydrant.server.http1.Http1Request;
import io.hydrant.server.http1.Http1Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One request and its answer, with the room in memory that its body takes. Belongs to the thread
/// that handles the request.
public final class Exchange {
    private final Http1Request request;
    private final Http1Response response;
    private final BodyBudget budget;
    private BodyLane.@Nullable Room room;
    private int status;

    public Exchange(Http1Request request, Http1Response response, BodyBudget budget) {
        this.request = request;
        this.response = response;
        this.budget = budget;
    }

    /// Raw path and query only, for S3 keys hold `//` and `..`.
    public RequestHead head() {
        return request.head();
    }

    public boolean isHead() {
        return request.isHead();
    }

    public boolean isSecure() {
        return request.isSecure();
    }

    public String sourceIp() {
        return request.peer().getHostAddress();
    }

    /// The announced length; 0 when there is no body, empty when it is sent in HTTP chunks.
    public OptionalLong contentLength() {
        return request.contentLength();
    }

    /// The body as it comes. Reading it is what answers `Expect: 100-continue`.
    public InputStream body() {
        return request.body();
    }

    /// The whole body, once there is room for it in memory.
    ///
    /// @param key the known key that the caller names
    /// @param refusal of a caller who does not, and whose body is too large to be read for nothing
    /// @throws BodyTooLargeException before it is read, if its length says so
    /// @throws NoRoomException when there is no room for too long
    public byte[] readBody(
            int limit, Optional<String> key, Supplier<? extends RuntimeException> refusal)
            throws IOException {
        long length = contentLength().orElse(longest(limit, key));
        if (length > limit) {
            throw new BodyTooLargeException(limit);
        }
        BodyLane.Room entered = enter(length, key, refusal);
        try {
            return contentLength().isPresent()
                    ? readExactly((int) length)
                    : readToItsEnd((int) length, key.isPresent(), refusal);
        } finally {
            entered.endReading();
        }
    }

    /// As [#readBody], of a body whose framing was removed: `decoded` reads [#body].
    ///
    /// @param length of what is decoded, when it was announced
    public byte[] readDecoded(
            InputStream decoded,
            OptionalLong length,
            int limit,
            Optional<String> key,
            Supplier<? extends RuntimeException> refusal)
            throws IOException {
        long most = length.orElse(longest(limit, key));
        if (most > limit) {
            throw new BodyTooLargeException(limit);
        }
        BodyLane.Room entered = enter(most, key, refusal);
        try {
            byte[] bytes = decoded.readNBytes((int) most + 1);
            if (bytes.length > most) {
                throw key.isPresent() ? new BodyTooLargeException(limit) : refusal.get();
            }
            return bytes;
        } finally {
            entered.endReading();
        }
    }

    private static int longest(int limit, Optional<String> key) {
        return key.isPresent() ? limit : BodyBudget.SMALL_MAX_BYTES;
    }

    private BodyLane.Room enter(
            long length, Optional<String> key, Supplier<? extends RuntimeException> refusal)
            throws NoRoomException {
        Optional<BodyLane.Room> found =
                key.isPresent() ? budget.enter(key.get(), length) : budget.enterAsStranger(length);
        if (found.isEmpty() && key.isEmpty()) {
            closeAfterwards();
            throw refusal.get();
        }
        BodyLane.Room entered = found.orElseThrow(() -> new NoRoomException(length));
        room = entered;
        entered.beginReading(BodyLane.Arrival.of(request.body()));
        return entered;
    }

    private byte[] readToItsEnd(
            int limit, boolean isKnown, Supplier<? extends RuntimeException> refusal)
            throws IOException {
        byte[] bytes = body().readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw isKnown ? new BodyTooLargeException(limit) : refusal.get();
        }
        return bytes;
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        body().readNBytes(bytes, 0, length);
        return bytes;
    }

    /// Gives back the memory that the body took.
    public void release() {
        if (room != null) {
            room.close();
            room = null;
        }
    }

    /// Ends the connection with this answer.
    public void closeAfterwards() {
        response.closeAfterwards();
    }

    /// Of the answer; 0 while there is none.
    public int status() {
        return status;
    }

    public boolean isAnswered() {
        return response.isBegun();
    }

    /// An answer with a body, which is left out on HEAD.
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        if (isHead() || status == 204 || status == 304) {
            send(status, headers);
        } else {
            this.status = status;
            response.send(status, headers, body);
        }
    }

    /// An answer without a body. On HEAD the headers may say how long it would be.
    public void send(int status, Map<String, String> headers) throws IOException {
        this.status = status;
        response.send(status, headers);
    }

    /// An answer whose body of known length is written bit by bit; never on HEAD.
    public OutputStream stream(int status, Map<String, String> headers, long length)
            throws IOException {
        this.status = status;
        return response.stream(status, headers, length);
    }
}
