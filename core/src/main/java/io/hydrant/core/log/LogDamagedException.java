package io.hydrant.core.log;

import java.io.IOException;
import java.nio.file.Path;

/// Stored bytes are not what was written. The log they belong to stops; the file is left as it is,
/// as evidence.
public final class LogDamagedException extends IOException {
    private final Path file;
    private final long offset;

    public LogDamagedException(Path file, long offset, String expected, String found) {
        super(
                "%s is damaged at offset %d: expected %s, found %s"
                        .formatted(file, offset, expected, found));
        this.file = file;
        this.offset = offset;
    }

    public Path file() {
        return file;
    }

    public long offset() {
        return offset;
    }
}
