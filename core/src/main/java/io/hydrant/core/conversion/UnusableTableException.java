package io.hydrant.core.conversion;

import java.io.Serial;

/// A table whose columns records cannot be read into.
public final class UnusableTableException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    public UnusableTableException(String message) {
        super(message);
    }
}
