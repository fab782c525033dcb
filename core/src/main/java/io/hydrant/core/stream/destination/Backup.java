package io.hydrant.core.stream.destination;

import java.util.Optional;

/// The S3 backup of a destination: whether source records are put in a bucket as well, and where.
/// Switched off, it may have a place all the same.
public record Backup(boolean enabled, Optional<S3Objects> objects) {
    public static final Backup OFF = new Backup(false, Optional.empty());

    public Backup {
        if (enabled && objects.isEmpty()) {
            throw new IllegalArgumentException("A backup needs a place");
        }
    }
}
