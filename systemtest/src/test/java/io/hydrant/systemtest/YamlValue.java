package io.hydrant.systemtest;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something of a YAML document, which may be absent.
record YamlValue(@Nullable Object value) {
    YamlValue at(String... path) {
        Object at = value;
        for (String key : path) {
            at = at instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return new YamlValue(at);
    }

    boolean isAbsent() {
        return value == null;
    }

    String text() {
        return String.valueOf(value);
    }

    List<YamlValue> items() {
        return value instanceof List<?> list
                ? list.stream().map(YamlValue::new).toList()
                : List.of();
    }

    List<String> texts() {
        return items().stream().map(YamlValue::text).toList();
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        if (value instanceof Map<?, ?> map) {
            map.keySet().forEach(key -> keys.add(String.valueOf(key)));
        }
        return keys;
    }

    /// Of what may be a list of names or a table by name.
    Set<String> keysOrTexts() {
        Set<String> all = keys();
        all.addAll(texts());
        return all;
    }
}
