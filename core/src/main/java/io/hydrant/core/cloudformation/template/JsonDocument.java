package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.UnicodeText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON by its tokens, so that every scalar keeps its text. The last of several equal keys
/// counts.
final class JsonDocument {
    /// Nesting is bounded here, with a refusal of its own; names are as long as a template can be.
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(Limit.DEPTH_MAX + 10)
                                                    .build())
                                    .build())
                    .build();

    private final JsonParser parser;
    private int values;

    private JsonDocument(JsonParser parser) {
        this.parser = parser;
    }

    static Value parse(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            JsonDocument document = new JsonDocument(parser);
            try {
                return document.root();
            } catch (JacksonException malformed) {
                throw document.notWellFormed();
            }
        }
    }

    private Value root() {
        Value root = value(parser.nextToken(), 0);
        if (parser.nextToken() != null) {
            throw notWellFormed();
        }
        return root;
    }

    /// The place is right behind what was read last, as AWS tells it.
    private ServiceException notWellFormed() {
        TokenStreamLocation at = parser.currentLocation();
        return CloudFormationError.VALIDATION.because(
                "Template format error: JSON not well-formed. (line %d, column %d)",
                at.getLineNr(), at.getColumnNr());
    }

    private Value value(@Nullable JsonToken token, int depth) {
        if (token == null || depth > Limit.DEPTH_MAX) {
            throw notWellFormed();
        }
        Limit.check("values", ++values, Limit.VALUES_MAX);
        return switch (token) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_NULL -> new Value.Null();
            case VALUE_TRUE, VALUE_FALSE -> new Value.Text(parser.getString(), Value.Kind.BOOLEAN);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    new Value.Text(parser.getString(), Value.Kind.NUMBER);
            default -> Value.Text.of(whole(parser.getString()));
        };
    }

    private Value object(int depth) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = whole(parser.currentName());
            fields.put(name, value(parser.nextToken(), depth + 1));
        }
        return new Value.Fields(fields);
    }

    private String whole(String text) {
        if (!UnicodeText.isWhole(text)) {
            throw notWellFormed();
        }
        return text;
    }

    private Value array(int depth) {
        List<Value> items = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.add(value(token, depth + 1));
            token = parser.nextToken();
        }
        return new Value.Items(items);
    }
}
