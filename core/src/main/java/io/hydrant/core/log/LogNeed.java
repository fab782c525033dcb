package io.hydrant.core.log;

/// What the document of a log's reader tells of the log: records from the position `from` on are
/// needed still, and those before `until` have been there.
public record LogNeed(long from, long until) {
    public static final LogNeed ALL = new LogNeed(0, 0);
}
