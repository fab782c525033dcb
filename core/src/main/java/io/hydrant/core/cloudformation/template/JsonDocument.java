package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON by its tokens, so that every scalar keeps its text. The last of several equal keys
/// counts.
final class JsonDocument {
    private final JsonParser parser;

    private JsonDocument(JsonParser parser) {
        this.parser = parser;
    }

    static Value parse(String text) {
        try (JsonParser parser = JsonMapper.shared().createParser(text)) {
            JsonDocument document = new JsonDocument(parser);
            Value root = document.value(parser.nextToken());
            if (parser.nextToken() != null) {
                throw notWellFormed(parser.currentTokenLocation());
            }
            return root;
        } catch (StreamReadException malformed) {
            throw notWellFormed(malformed.getLocation());
        } catch (JacksonException malformed) {
            throw notWellFormed(malformed.getLocation());
        }
    }

    private static ServiceException notWellFormed(TokenStreamLocation at) {
        return CloudFormationError.VALIDATION.because(
                "Template format error: JSON not well-formed. (line %d, column %d)",
                at.getLineNr(), at.getColumnNr());
    }

    private Value value(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_NULL -> new Value.Null();
            case VALUE_TRUE, VALUE_FALSE -> new Value.Text(parser.getString(), Value.Kind.BOOLEAN);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new Value.Text(parser.getString(), Value.Kind.NUMBER);
            default -> Value.Text.of(parser.getString());
        };
    }

    private Value object() {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            fields.put(name, value(parser.nextToken()));
        }
        return new Value.Fields(fields);
    }

    private Value array() {
        List<Value> items = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.add(value(token));
            token = parser.nextToken();
        }
        return new Value.Items(items);
    }
}
