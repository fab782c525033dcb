package io.hydrant.core.logevents;

import java.util.Optional;

/// A stream of a log group as it is kept.
///
/// @param mark tells it from another that had its name
/// @param firstMillis the time of its oldest event, as far as it had any
public record LogStream(
        long id,
        String name,
        String mark,
        long createdMillis,
        Optional<Long> firstMillis,
        Optional<Long> lastMillis,
        Optional<Long> ingestedMillis) {}
