package io.hydrant.core.stream.destination;

import java.time.Duration;
import java.util.Optional;

/// The S3 backup of a destination: whether source records are put in a bucket as well, and where.
/// Switched off, it may have a place all the same.
public record Backup(boolean enabled, Optional<S3Objects> objects) {
    /// A backup gathers for so long at least.
    public static final Duration INTERVAL_MIN = Duration.ofSeconds(60);

    public static final Backup OFF = new Backup(false, Optional.empty());

    public Backup {
        if (enabled && objects.isEmpty()) {
            throw new IllegalArgumentException("A backup needs a place");
        }
    }

    /// The same when one is switched on already: that stays on, and has this one's place, if this
    /// has one.
    Backup andOf(Backup before) {
        return before.enabled ? new Backup(true, objects.or(before::objects)) : this;
    }

    /// Where source records are put; empty when it is switched off.
    Optional<S3Objects> active() {
        return objects.filter(place -> enabled);
    }
}
