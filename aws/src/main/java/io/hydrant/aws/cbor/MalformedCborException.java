package io.hydrant.aws.cbor;

import java.io.Serial;

/// Bytes that are no CBOR, or none that is read here; the message says what is wrong.
public final class MalformedCborException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    MalformedCborException(String message) {
        super(message);
    }
}
