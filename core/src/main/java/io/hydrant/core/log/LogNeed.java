package io.hydrant.core.log;

/// What the document of a log's reader tells of the log: records from the position `from` on are
/// needed still, and those before `until` have been there.
///
/// @param isBackedUp whether a backup reads the log as well, which has a document of its own
public record LogNeed(long from, long until, boolean isBackedUp) {
    public static final LogNeed ALL = new LogNeed(0, 0);

    public LogNeed(long from, long until) {
        this(from, until, false);
    }

    /// What either reader needs.
    LogNeed and(LogNeed other) {
        return new LogNeed(
                Math.min(from, other.from),
                Math.max(until, other.until),
                isBackedUp || other.isBackedUp);
    }
}
