package io.hydrant.server.http1;

import java.io.IOException;

/// The body of a request did not come in time. The client may be told; the connection ends.
public final class TooSlowException extends IOException {
    private static final long serialVersionUID = 1L;

    TooSlowException() {
        super("The body came too slowly");
    }
}
