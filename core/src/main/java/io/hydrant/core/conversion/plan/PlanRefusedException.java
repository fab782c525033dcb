package io.hydrant.core.conversion.plan;

import java.io.Serial;

/// A table that cannot be converted to, in Firehose's words.
public final class PlanRefusedException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    PlanRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
