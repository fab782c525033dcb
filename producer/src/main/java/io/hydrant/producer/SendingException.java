package io.hydrant.producer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Records could not be sent, and to try again would not help, or did not for long.
public final class SendingException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String place;
    private final int records;

    SendingException(
            String code, String reason, Outgoing first, int records, @Nullable Throwable cause) {
        super(reason, cause);
        this.code = code;
        this.place = first.place();
        this.records = records;
    }

    /// AWS's name for what is wrong, such as `AccessDeniedException`; `Unreachable` when no answer
    /// came.
    public String code() {
        return code;
    }

    /// Where the first record comes from that was not taken.
    public String place() {
        return place;
    }

    /// How many records of the request were not taken.
    public int records() {
        return records;
    }
}
