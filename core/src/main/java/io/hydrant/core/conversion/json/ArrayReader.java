package io.hydrant.core.conversion.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads arrays. Safe for use from many threads.
record ArrayReader(SerDe serDe, ValueReader element) implements ValueReader {
    @Override
    public Object read(JsonParser json) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return serDe.noArray(json);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean isNull = json.currentToken() == JsonToken.VALUE_NULL;
            elements.add(isNull ? null : element.read(json));
        }
        return elements;
    }
}
