package io.hydrant.server.http1;

import java.io.IOException;

/// The client broke off. Nobody is there to be answered.
public final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(String message) {
        super(message);
    }

    ClientGoneException(IOException cause) {
        super(cause);
    }
}
