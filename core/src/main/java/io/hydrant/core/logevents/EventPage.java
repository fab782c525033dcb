package io.hydrant.core.logevents;

import java.util.List;

/// Events that were found, in order.
///
/// @param end how far was looked: a later page begins behind it
/// @param isLast whether everything that was asked about was looked at
public record EventPage(List<LogEvent> events, EventPlace end, boolean isLast) {
    public EventPage {
        events = List.copyOf(events);
    }
}
