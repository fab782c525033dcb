package io.hydrant.core.log;

import java.io.IOException;
import java.nio.file.Path;

/// Stored bytes are not what was written. The log they belong to stops; what is stored is left as
/// it is, as evidence.
public final class LogDamagedException extends IOException {
    public LogDamagedException(Path file, long offset, String expected, String found) {
        this(file.toString(), offset, expected, found);
    }

    /// @param place a file, or whatever else holds the log
    public LogDamagedException(String place, long offset, String expected, String found) {
        super(
                "%s is damaged at offset %d: expected %s, found %s"
                        .formatted(place, offset, expected, found));
    }
}
