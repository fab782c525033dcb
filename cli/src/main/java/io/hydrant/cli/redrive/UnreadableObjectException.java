package io.hydrant.cli.redrive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// An object cannot be read, or no further. Other objects can.
final class UnreadableObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param reason goes on after the object's name and a colon
    UnreadableObjectException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
