package io.hydrant.core.transform;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The processors that there are, by the name of their kind in the API.
public final class Processors {
    private static final Map<String, Function<Map<String, String>, Processor>> KINDS =
            Map.of(AppendDelimiter.TYPE, parameters -> new AppendDelimiter());

    private Processors() {}

    /// @param parameters by their names in the API
    /// @return empty when there is no such kind
    public static Optional<Processor> of(String type, Map<String, String> parameters) {
        return Optional.ofNullable(KINDS.get(type)).map(kind -> kind.apply(parameters));
    }
}
