package io.hydrant.columnar.reading;

import java.io.IOException;

/// A file that is damaged, or that has something in it that is not read. The message is a sentence
/// for whoever wanted to see the file.
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableFileException(String message) {
        super(message);
    }

    UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }

    static UnreadableFileException damaged(String how) {
        return new UnreadableFileException("The file is damaged: " + how + ".");
    }

    static UnreadableFileException unknown(String what) {
        return new UnreadableFileException("The file has " + what + ", which is not read.");
    }
}
