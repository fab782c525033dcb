package io.hydrant.core.glue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// Cuts lists into pages that are neither too long nor too large: definitions may be of a megabyte
/// each.
final class Pages {
    /// In characters of the definitions; one that has more is a page of its own.
    private static final int LENGTH_MAX = 1 << 20;

    private Pages() {}

    @FunctionalInterface
    interface Lookup<T> {
        Optional<T> of(String key) throws SQLException;
    }

    /// @param keys in order, more than `max` if there are more
    static <T> GluePage<T> of(List<String> keys, int max, Lookup<T> lookup, ToIntFunction<T> length)
            throws SQLException {
        List<T> entries = new ArrayList<>();
        long whole = 0;
        String last = "";
        for (String key : keys) {
            if (entries.size() >= max || whole >= LENGTH_MAX) {
                return new GluePage<>(entries, Optional.of(last));
            }
            Optional<T> found = lookup.of(key);
            if (found.isPresent()) {
                whole += length.applyAsInt(found.get());
                entries.add(found.get());
            }
            last = key;
        }
        return new GluePage<>(entries, Optional.empty());
    }
}
