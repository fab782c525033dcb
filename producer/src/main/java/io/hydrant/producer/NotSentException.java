package io.hydrant.producer;

import java.io.IOException;

/// A request did not reach the stream: certainly none of its records was taken.
final class NotSentException extends IOException {
    private static final long serialVersionUID = 1L;

    NotSentException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
