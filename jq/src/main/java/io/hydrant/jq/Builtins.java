package io.hydrant.jq;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The functions that jq 1.6 has, by name and number of arguments: those that are made here, those
/// that are said in jq, and those that are refused because they reach beyond the record.
final class Builtins {
    private static final Map<String, Natives.Factory> NATIVE = natives();

    /// They read or write beside the record, end the process, or ask for its surroundings.
    private static final Set<String> REFUSED =
            Set.of(
                    "debug/0",
                    "get_jq_origin/0",
                    "get_prog_origin/0",
                    "get_search_list/0",
                    "halt/0",
                    "halt_error/0",
                    "halt_error/1",
                    "input/0",
                    "input_filename/0",
                    "input_line_number/0",
                    "inputs/0",
                    "modulemeta/0",
                    "stderr/0");

    private Builtins() {}

    private static Map<String, Natives.Factory> natives() {
        Map<String, Natives.Factory> functions = new HashMap<>();
        ValueFunctions.addTo(functions);
        TextFunctions.addTo(functions);
        ArrayFunctions.addTo(functions);
        ObjectFunctions.addTo(functions);
        PathFunctions.addTo(functions);
        Streams.addTo(functions);
        Loops.addTo(functions);
        MathFunctions.addTo(functions);
        TimeFunctions.addTo(functions);
        Matching.addTo(functions);
        Natives.add(functions, "builtins", (run, in) -> all(run));
        return Map.copyOf(functions);
    }

    static Natives.@Nullable Factory factory(String name) {
        return NATIVE.get(name);
    }

    static boolean isRefused(String name) {
        return REFUSED.contains(name);
    }

    /// All that may be called.
    static Set<String> names() {
        Set<String> names = new TreeSet<>(NATIVE.keySet());
        Definitions.names().forEach(names::add);
        return names;
    }

    static Set<String> refused() {
        return REFUSED;
    }

    private static JqArray all(Run run) {
        return run.array(
                Arrays.stream(names().toArray(new String[0]))
                        .map(JqString::new)
                        .toArray(JqValue[]::new));
    }
}
