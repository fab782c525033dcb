package io.hydrant.server.http1;

import java.time.Duration;

/// How many connections may be open, and how long a client may take.
///
/// @param open how many connections at once; one more ends the one that rested longest
/// @param idle how long a connection may rest between two requests, or before its first
/// @param head how long the head of a request, or a TLS handshake, may take
/// @param stall how long nothing may come of a body, and how long nothing of an answer (of pieces
///   of 128 KiB) may be taken
/// @param grace how long a body has before [#leastBytesPerSecond] counts
/// @param leastBytesPerSecond how fast a body must come on the average, and how fast what is read
///   to be dropped
public record ConnectionLimits(
        int open,
        Duration idle,
        Duration head,
        Duration stall,
        Duration grace,
        int leastBytesPerSecond) {
    public ConnectionLimits {
        if (open < 1) {
            throw new IllegalArgumentException("open must be at least 1: " + open);
        }
    }

    /// What web servers commonly allow: 60 s of rest (as long as AWS's SDKs keep connections), 20 s
    /// for a head, and bodies of 500 bytes a second after 20 s.
    public static ConnectionLimits usual(int open) {
        return new ConnectionLimits(
                open,
                Duration.ofSeconds(75),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                500);
    }
}
