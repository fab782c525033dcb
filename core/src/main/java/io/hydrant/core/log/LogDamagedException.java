package io.hydrant.core.log;

import java.io.IOException;
import java.nio.file.Path;

/// Stored bytes are not what was written. The log they belong to stops; what is stored is left as
/// it is, as evidence.
public final class LogDamagedException extends IOException {
    private final boolean isOfFile;

    public LogDamagedException(Path file, long offset, String expected, String found) {
        this(file.toString(), true, offset, expected, found);
    }

    /// @param place what holds the log where it is in no file: a topic, a row of the catalog
    public LogDamagedException(String place, long offset, String expected, String found) {
        this(place, false, offset, expected, found);
    }

    private LogDamagedException(
            String place, boolean isOfFile, long offset, String expected, String found) {
        super(
                "%s is damaged at offset %d: expected %s, found %s"
                        .formatted(place, offset, expected, found));
        this.isOfFile = isOfFile;
    }

    /// Whether an undamaged copy of a file may be put in its place.
    public boolean isOfFile() {
        return isOfFile;
    }
}
