package io.hydrant.core.transform;

import java.io.IOException;
import java.io.Serial;

/// Processing that cannot go on until something is different elsewhere, for a reason that has a
/// code of Firehose's. The records wait.
public final class ProcessingRefusedException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final String code;

    public ProcessingRefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
