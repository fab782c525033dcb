package io.hydrant.core.disk;

import java.io.IOException;

/// There is no room for what a client sends; nothing of it is kept. It may try again later.
public final class DiskFullException extends IOException {
    DiskFullException(String message) {
        super(message);
    }
}
