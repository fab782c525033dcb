package io.hydrant.core.disk;

import java.io.IOException;

/// The disk does not do what is asked of it: it is full, fails, or may not be written. The message
/// begins with the disk's own words. What was asked may be tried again later.
public final class DiskTroubleException extends IOException {
    public DiskTroubleException(String message) {
        super(message);
    }

    public DiskTroubleException(String message, Throwable cause) {
        super(message, cause);
    }

    /// What the disk said, and of which file.
    public static DiskTroubleException of(IOException failure, Object file) {
        String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return new DiskTroubleException(
                said.contains(file.toString()) ? said : said + ": " + file, failure);
    }
}
