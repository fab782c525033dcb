package io.hydrant.server.http1;

import java.io.IOException;

/// What a client sent is not HTTP, or is HTTP that this server does not take. After the answer the
/// connection ends, since nobody knows where the next request begins.
public final class BadRequestException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String text;

    BadRequestException(String message) {
        this(400, message);
    }

    BadRequestException(int status, String message) {
        super(message);
        this.status = status;
        this.text = message;
    }

    /// For the client.
    public String text() {
        return text;
    }

    public int status() {
        return status;
    }
}
