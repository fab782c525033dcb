package io.hydrant.producer;

import java.time.Duration;

/// A request failed, and is repeated after a pause.
///
/// @param place of the first record in it
/// @param records how many of it are still to be taken
/// @param reason in the stream's words, or the network's
/// @param attempt how often it was tried so far
public record Setback(String place, int records, String reason, int attempt, Duration pause) {}
