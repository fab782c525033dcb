package io.hydrant.core.transform;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The processors that there are, by the name of their kind in the API, in the order in which AWS
/// has them work.
public final class Processors {
    private static final Map<String, Function<Map<String, String>, Processor>> KINDS =
            new LinkedHashMap<>();

    static {
        KINDS.put(AppendDelimiter.TYPE, parameters -> new AppendDelimiter());
    }

    private Processors() {}

    /// Whether there is such a kind.
    public static boolean has(String type) {
        return KINDS.containsKey(type);
    }

    /// @param parameters by their names in the API
    /// @throws IllegalArgumentException when there is no such kind
    public static Processor of(String type, Map<String, String> parameters) {
        Function<Map<String, String>, Processor> kind = KINDS.get(type);
        if (kind == null) {
            throw new IllegalArgumentException("the processor " + type);
        }
        return kind.apply(parameters);
    }

    /// These, of each kind the first.
    public static List<Processor> inOrder(Collection<Processor> processors) {
        return KINDS.keySet().stream()
                .flatMap(kind ->
                        processors.stream()
                                .filter(processor -> processor.type().equals(kind))
                                .limit(1))
                .toList();
    }
}
