package io.hydrant.jq;

import org.jspecify.annotations.Nullable;

/// A program failed on a record: the message is jq's, without the `jq: error` before it. Another
/// record may well succeed.
public class JqException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JqException(String message) {
        this(message, null);
    }

    JqException(String message, @Nullable Throwable cause) {
        // What a program raises is no event of ours: nobody reads its stack.
        super(message, cause, false, false);
    }
}
