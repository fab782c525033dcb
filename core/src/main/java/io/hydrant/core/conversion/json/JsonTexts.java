package io.hydrant.core.conversion.json;

import java.io.StringWriter;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An object or an array as a text, as OpenX's SerDe makes it for a column of texts: JSON in which
/// every scalar is a string.
final class JsonTexts {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonTexts() {}

    /// @param keys what becomes of each key
    static String of(JsonParser json, UnaryOperator<String> keys) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            int depth = 0;
            do {
                depth += copy(json, out, keys);
                if (depth > 0) {
                    json.nextToken();
                }
            } while (depth > 0);
        }
        return text.toString();
    }

    /// How much deeper one is behind the token.
    private static int copy(JsonParser json, JsonGenerator out, UnaryOperator<String> keys) {
        JsonToken token = json.currentToken();
        switch (token) {
            case START_OBJECT -> out.writeStartObject();
            case START_ARRAY -> out.writeStartArray();
            case END_OBJECT -> out.writeEndObject();
            case END_ARRAY -> out.writeEndArray();
            case PROPERTY_NAME -> out.writeName(keys.apply(json.currentName()));
            case VALUE_NULL -> out.writeNull();
            default -> out.writeString(json.getString());
        }
        if (token.isStructStart()) {
            return 1;
        }
        return token.isStructEnd() ? -1 : 0;
    }
}
