package io.hydrant.server.http;

import java.io.IOException;

/// The client broke off while its request was read or the answer written: nobody is left to tell.
final class ClientGoneException extends IOException {
    ClientGoneException(Throwable cause) {
        super("The client broke off", cause);
    }
}
