package io.hydrant.core.delivery;

import java.time.Duration;
import java.time.Instant;

/// A wait after a failure. It is also over when the clock says that it has not begun: then the
/// clock was set back.
record Pause(Instant since, Instant until) {
    static final Pause NONE = new Pause(Instant.MIN, Instant.MIN);

    static Pause of(Instant now, Duration length) {
        return new Pause(now, now.plus(length));
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until) || now.isBefore(since);
    }
}
