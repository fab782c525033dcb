package io.hydrant.core.log;

import java.io.IOException;

/// A request has the client token of another one that was taken before.
public final class ClientTokenReusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ClientTokenReusedException(ClientToken token) {
        super(
                "The client token "
                        + token.producer()
                        + ":"
                        + token.sequence()
                        + " was used for other records");
    }
}
