package io.hydrant.aws.query;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The parameters of one AWS Query request, decoded. Members: structure `A.B`, list `X.member.N`
/// from 1, list of structures `X.member.N.Y`, map `M.entry.N.key`. An empty list is sent as `X=`
/// and reads as an empty list; absent is something else.
public final class Parameters {
    private final TreeMap<String, String> values;

    public Parameters(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /// How long all of it is.
    public long characters() {
        return values.entrySet().stream()
                .mapToLong(entry -> (long) entry.getKey().length() + entry.getValue().length())
                .sum();
    }

    /// All of them, by their whole names, in order.
    public Map<String, String> all() {
        return Collections.unmodifiableMap(values);
    }

    /// The value as sent, which may be empty.
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// Whether the member, or anything inside it, was sent.
    public boolean has(String name) {
        return values.containsKey(name) || !under(name + ".").isEmpty();
    }

    /// A list of strings in the order of its numbers; empty when absent or sent empty.
    public List<String> list(String name) {
        return structures(name).stream().map(member -> member.get("").orElse("")).toList();
    }

    /// A list of structures: each element sees its own members by their short names.
    public List<Parameters> structures(String name) {
        String prefix = name + ".member.";
        TreeMap<Integer, TreeMap<String, String>> members = new TreeMap<>();
        under(prefix)
                .forEach((key, value) -> {
                    String rest = key.substring(prefix.length());
                    int dot = rest.indexOf('.');
                    String number = dot < 0 ? rest : rest.substring(0, dot);
                    if (number.matches("\\d{1,9}")) {
                        members.computeIfAbsent(Integer.parseInt(number), n -> new TreeMap<>())
                                .put(dot < 0 ? "" : rest.substring(dot + 1), value);
                    }
                });
        return members.values().stream().map(Parameters::new).toList();
    }

    private Map<String, String> under(String prefix) {
        return values.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
    }
}
