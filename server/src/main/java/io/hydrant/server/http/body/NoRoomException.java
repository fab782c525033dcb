package io.hydrant.server.http.body;

import java.io.IOException;

/// There was no room in memory for a request's body for too long; nothing of it was read.
public final class NoRoomException extends IOException {
    NoRoomException(long bytes) {
        super("No room in memory for a body of " + bytes + " bytes");
    }
}
