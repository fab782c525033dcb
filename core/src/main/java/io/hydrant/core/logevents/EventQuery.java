package io.hydrant.core.logevents;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which events of a group are wanted.
///
/// @param streams their streams' names; empty for all
/// @param behind after this place
/// @param before and before that one
/// @param pattern that their texts match
public record EventQuery(
        Optional<Set<String>> streams,
        String streamPrefix,
        EventPlace behind,
        EventPlace before,
        Predicate<String> pattern,
        int limit) {
    public EventQuery {
        streams = streams.map(Set::copyOf);
    }

    boolean wants(LogEvent event) {
        return streams.map(names -> names.contains(event.stream())).orElse(true)
                && event.stream().startsWith(streamPrefix)
                && pattern.test(event.message());
    }
}
