package io.hydrant.core.log;

import java.io.IOException;

/// Nobody can tell whether records are in a log: they were sent to where it is kept, and no answer
/// came. They may turn up at any time until the log is taken over again ([StreamLog#takeOver]).
public final class UncertainAppendException extends IOException {
    private static final long serialVersionUID = 1;

    public UncertainAppendException(String message, Throwable cause) {
        super(message, cause);
    }
}
