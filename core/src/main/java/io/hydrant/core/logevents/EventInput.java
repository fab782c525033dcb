package io.hydrant.core.logevents;

import java.nio.charset.StandardCharsets;

/// An event that somebody puts.
public record EventInput(long atMillis, String message) {
    /// What CloudWatch adds to an event's text when it counts bytes.
    public static final int OVERHEAD = 26;

    /// As CloudWatch counts it.
    public long bytes() {
        return (long) message.getBytes(StandardCharsets.UTF_8).length + OVERHEAD;
    }
}
