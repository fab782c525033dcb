package io.hydrant.aws;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Header fields of one request as received: names without regard to case, values verbatim and in
/// order.
public final class Headers {
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public Headers(Map<String, List<String>> values) {
        values.forEach(
                (name, all) -> this.values.put(name.toLowerCase(Locale.ROOT), List.copyOf(all)));
    }

    /// The field's value; several of one name are joined by a comma, as signatures and HTTP read
    /// them.
    public Optional<String> get(String name) {
        List<String> all = values.get(name);
        return all == null
                ? Optional.empty()
                : Optional.of(all.size() == 1 ? all.getFirst() : String.join(",", all));
    }

    /// All fields, by lower-case name in order of the alphabet.
    public Map<String, List<String>> all() {
        return java.util.Collections.unmodifiableMap(values);
    }
}
