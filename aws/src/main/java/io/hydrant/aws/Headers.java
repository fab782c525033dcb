package io.hydrant.aws;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Header fields of one request as received: names without regard to case, values verbatim and in
/// order. A request has a dozen, and asks for some of them by name two dozen times.
public final class Headers {
    /// By lower-case name, in order of the alphabet.
    private final Map<String, List<String>> values;

    public Headers(Map<String, List<String>> given) {
        Map<String, List<String>> byName = HashMap.newHashMap(given.size());
        given.forEach((name, all) -> byName.put(name.toLowerCase(Locale.ROOT), List.copyOf(all)));
        String[] names = byName.keySet().toArray(String[]::new);
        Arrays.sort(names);
        Map<String, List<String>> sorted = LinkedHashMap.newLinkedHashMap(names.length);
        for (String name : names) {
            sorted.put(name, byName.getOrDefault(name, List.of()));
        }
        this.values = Collections.unmodifiableMap(sorted);
    }

    /// The field's value; several of one name are joined by a comma, as signatures and HTTP read
    /// them.
    public Optional<String> get(String name) {
        List<String> all = values(name);
        return switch (all.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(all.getFirst());
            default -> Optional.of(String.join(",", all));
        };
    }

    /// All values of the field, one for each line that has it; none when there is none.
    public List<String> values(String name) {
        List<String> all = values.get(name);
        return all != null ? all : values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /// All fields, by lower-case name in order of the alphabet.
    public Map<String, List<String>> all() {
        return values;
    }
}
