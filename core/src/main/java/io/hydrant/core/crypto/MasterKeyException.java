package io.hydrant.core.crypto;

import java.io.IOException;

/// The master key is missing, or is another one. The message is for people, and says what to do.
public final class MasterKeyException extends IOException {
    MasterKeyException(String message) {
        super(message);
    }
}
