package io.hydrant.core.logevents;

/// An event as it is kept. Events of a stream, and of a group, are in the order of their times, and
/// those of one time in the order in which they came.
///
/// @param stream its name
public record LogEvent(long id, String stream, long atMillis, long ingestedMillis, String message) {
    /// Where it stands.
    public EventPlace place() {
        return new EventPlace(atMillis, id);
    }
}
