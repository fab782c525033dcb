package io.hydrant.server.http.body;

/// The body is longer than this kind of request may be; none or little of it was read.
public final class BodyTooLargeException extends RuntimeException {
    BodyTooLargeException(long limit) {
        super("Body is longer than " + limit + " bytes", null, false, false);
    }
}
