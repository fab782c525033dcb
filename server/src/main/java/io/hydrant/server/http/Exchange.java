package io.hydrant.server.http;

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
final class Exchange {
    private final Http1Request request;
    private final Http1Response response;
    private final BodyBudget budget;
    private BodyLane.@Nullable Room room;

    Exchange(Http1Request request, Http1Response response, BodyBudget budget) {
        this.request = request;
        this.response = response;
        this.budget = budget;
    }

    /// Raw path and query only, for S3 keys hold `//` and `..`.
    RequestHead head() {
        return request.head();
    }

    boolean isHead() {
        return request.isHead();
    }

    boolean isSecure() {
        return request.isSecure();
    }

    String sourceIp() {
        return request.peer().getHostAddress();
    }

    /// The announced length; 0 when there is no body, empty when it is sent in HTTP chunks.
    OptionalLong contentLength() {
        return request.contentLength();
    }

    /// The body as it comes. Reading it is what answers `Expect: 100-continue`.
    InputStream body() {
        return request.body();
    }

    /// The whole body, once there is room for it in memory.
    ///
    /// @param isKnown whether the caller names a key that is known
    /// @param refusal of a caller who does not, and whose body is too large to be read for nothing
    /// @throws BodyTooLargeException before it is read, if its length says so
    /// @throws NoRoomException when there is no room for too long
    byte[] readBody(int limit, boolean isKnown, Supplier<? extends RuntimeException> refusal)
            throws IOException {
        long length = contentLength().orElse(isKnown ? limit : BodyBudget.SMALL_MAX_BYTES);
        if (length > limit) {
            throw new BodyTooLargeException(limit);
        }
        BodyLane.Room entered = enter(length, isKnown, refusal);
        room = entered;
        entered.beginReading(BodyLane.Arrival.of(request.body()));
        try {
            return contentLength().isPresent()
                    ? readExactly((int) length)
                    : readToItsEnd((int) length, isKnown, refusal);
        } finally {
            entered.endReading();
        }
    }

    private BodyLane.Room enter(
            long length, boolean isKnown, Supplier<? extends RuntimeException> refusal)
            throws NoRoomException {
        Optional<BodyLane.Room> found =
                isKnown ? budget.enter(length) : budget.enterAsStranger(length);
        if (found.isPresent()) {
            return found.get();
        }
        if (!isKnown) {
            closeAfterwards();
            throw refusal.get();
        }
        throw new NoRoomException(length);
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
    void release() {
        if (room != null) {
            room.close();
            room = null;
        }
    }

    /// Ends the connection with this answer.
    void closeAfterwards() {
        response.closeAfterwards();
    }

    boolean isAnswered() {
        return response.isBegun();
    }

    /// An answer with a body, which is left out on HEAD.
    void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        if (isHead() || status == 204 || status == 304) {
            send(status, headers);
        } else {
            response.send(status, headers, body);
        }
    }

    /// An answer without a body. On HEAD the headers may say how long it would be.
    void send(int status, Map<String, String> headers) throws IOException {
        response.send(status, headers);
    }

    /// An answer whose body of known length is written bit by bit; never on HEAD.
    OutputStream stream(int status, Map<String, String> headers, long length) throws IOException {
        return response.stream(status, headers, length);
    }
}
