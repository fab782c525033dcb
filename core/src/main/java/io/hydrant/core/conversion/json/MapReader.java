package io.hydrant.core.conversion.json;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads maps. Safe for use from many threads.
///
/// @param key what a key's text becomes
record MapReader(SerDe serDe, Function<String, @Nullable Object> key, ValueReader value)
        implements ValueReader {
    @Override
    public Object read(JsonParser json) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return serDe.noMap(json);
        }
        Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = serDe.mapKey(json.currentName());
            Object known = key.apply(name);
            if (known == null) {
                throw new IllegalArgumentException("For input string: \"" + name + "\"");
            }
            boolean isNull = json.nextToken() == JsonToken.VALUE_NULL;
            boolean isTwice = entries.containsKey(known);
            Optional<String> refusal = isTwice ? serDe.duplicate(name) : Optional.empty();
            if (refusal.isPresent()) {
                throw new IllegalArgumentException(refusal.get());
            }
            entries.put(known, isNull ? null : value.read(json));
        }
        return entries;
    }
}
