package io.hydrant.kafka;

/// A rule that is taken away, to see that a simulation notices.
enum Flaw {
    NONE,
    /// Checkpoints of any epoch are kept.
    EPOCHS_IGNORED,
    /// The database acknowledges epochs and checkpoints, and forgets some.
    CHECKPOINTS_FORGOTTEN,
    /// What the database does late overtakes what was asked later.
    LATE_CHECKPOINTS,
    /// The store replaces objects.
    PUTS_UNCONDITIONAL,
    /// The store does not show which records an object has that is there.
    OBJECTS_UNKNOWN,
    /// Repeats count: requests lose their names on the way.
    REPEATS_COUNTED,
    /// What a reader wrote that was replaced counts.
    STALE_READERS_COUNTED,
    /// The leader acknowledges what it alone has.
    ACKNOWLEDGED_BY_ONE,
    /// The broker removes more than what it was told to.
    TRIMMED_TOO_FAR
}
