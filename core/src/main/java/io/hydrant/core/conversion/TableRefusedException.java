package io.hydrant.core.conversion;

import java.io.Serial;

/// A table that could not be read, in AWS Glue's words.
public final class TableRefusedException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    /// @param code of Glue: `EntityNotFoundException`, `AccessDeniedException` …
    /// @param message as Glue writes it
    public TableRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
