package io.hydrant.core.cloudformation.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Checks a resource's properties, whose scalars are all texts, against its schema, and gives them
/// their types: `"60"` becomes a number where the schema has one.
public final class SchemaCheck {
    /// Of few enough digits that it takes no time to read.
    private static final String DECIMAL_NUMBER = "-?\\d{1,18}(\\.\\d{1,18})?([eE][+-]?\\d{1,3})?";

    private final List<String> problems = new ArrayList<>();

    private SchemaCheck() {}

    /// The properties with their types.
    ///
    /// @throws ResourceFailure that lists everything that does not fit
    public static ObjectNode typed(String logicalId, ObjectNode properties, Schema.Structure schema)
            throws ResourceFailure {
        SchemaCheck check = new SchemaCheck();
        JsonNode typed = check.structure("#", properties, schema);
        if (!check.problems.isEmpty()) {
            throw new ResourceFailure(
                    HandlerErrorCode.INVALID_REQUEST,
                    "Properties validation failed for resource "
                            + logicalId
                            + " with message:\n"
                            + String.join("\n", check.problems));
        }
        return (ObjectNode) typed;
    }

    private JsonNode typed(String path, JsonNode value, Schema schema) {
        return switch (schema) {
            case Schema.Text text -> text(path, value, text);
            case Schema.WholeNumber number -> wholeNumber(path, value, number);
            case Schema.DecimalNumber number -> decimalNumber(path, value, number);
            case Schema.Truth truth -> truth(path, value);
            case Schema.Document document -> document(path, value);
            case Schema.Anything anything -> value;
            case Schema.Mapping mapping -> mapping(path, value, mapping);
            case Schema.Sequence sequence -> sequence(path, value, sequence);
            case Schema.Structure structure -> structure(path, value, structure);
            case Schema.Unsupported unsupported -> {
                problems.add(path + ": Hydrant does not support this property");
                yield value;
            }
        };
    }

    private JsonNode text(String path, JsonNode value, Schema.Text schema) {
        if (!value.isString()) {
            return mismatch(path, "String", value);
        }
        String text = value.stringValue();
        if (!schema.values().isEmpty() && !schema.values().contains(text)) {
            violates(path, "enum");
        }
        if (schema.pattern().isPresent() && !schema.pattern().get().matcher(text).matches()) {
            violates(path, "pattern");
        }
        if (text.length() < schema.minLength()) {
            violates(path, "minLength");
        }
        if (text.length() > schema.maxLength()) {
            violates(path, "maxLength");
        }
        return value;
    }

    private JsonNode wholeNumber(String path, JsonNode value, Schema.WholeNumber schema) {
        if (!value.isString() || !value.stringValue().matches("-?\\d{1,18}")) {
            return mismatch(path, "Integer", value);
        }
        long number = Long.parseLong(value.stringValue());
        if (number < schema.min()) {
            violates(path, "minimum");
        }
        if (number > schema.max()) {
            violates(path, "maximum");
        }
        return number == (int) number
                ? JsonNodeFactory.instance.numberNode((int) number)
                : JsonNodeFactory.instance.numberNode(number);
    }

    private JsonNode decimalNumber(String path, JsonNode value, Schema.DecimalNumber schema) {
        if (!value.isString() || !value.stringValue().matches(DECIMAL_NUMBER)) {
            return mismatch(path, "Number", value);
        }
        double number = Double.parseDouble(value.stringValue());
        if (number < schema.min()) {
            violates(path, "minimum");
        }
        if (number > schema.max()) {
            violates(path, "maximum");
        }
        return JsonNodeFactory.instance.numberNode(number);
    }

    private JsonNode truth(String path, JsonNode value) {
        if (!value.isString()) {
            return mismatch(path, "Boolean", value);
        }
        return switch (value.stringValue().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> JsonNodeFactory.instance.booleanNode(true);
            case "false", "no", "off" -> JsonNodeFactory.instance.booleanNode(false);
            default -> mismatch(path, "Boolean", value);
        };
    }

    /// Text and object alike become an object.
    private JsonNode document(String path, JsonNode value) {
        if (value.isObject()) {
            return value;
        }
        if (value.isString()) {
            try {
                JsonNode parsed = JsonMapper.shared().readTree(value.stringValue());
                if (parsed.isObject()) {
                    return parsed;
                }
            } catch (JacksonException notJson) {
                // told below
            }
        }
        return mismatch(path, "JSONObject", value);
    }

    private JsonNode sequence(String path, JsonNode value, Schema.Sequence schema) {
        if (!value.isArray()) {
            return mismatch(path, "JSONArray", value);
        }
        if (value.size() > schema.max()) {
            violates(path, "maxItems");
        }
        ArrayNode typed = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < value.size(); i++) {
            typed.add(typed(path + "/" + i, value.get(i), schema.element()));
        }
        return typed;
    }

    private JsonNode mapping(String path, JsonNode value, Schema.Mapping schema) {
        if (!value.isObject()) {
            return mismatch(path, "JSONObject", value);
        }
        ObjectNode typed = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String key = path + "/" + entry.getKey();
            typed.set(entry.getKey(), text(key, entry.getValue(), schema.value()));
        }
        return typed;
    }

    private JsonNode structure(String path, JsonNode value, Schema.Structure schema) {
        if (!value.isObject()) {
            return mismatch(path, "JSONObject", value);
        }
        for (String name : Schema.names(schema)) {
            if (schema.required().contains(name) && !value.has(name)) {
                problems.add(path + ": required key [" + name + "] not found");
            }
        }
        ObjectNode typed = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            Schema property = schema.properties().get(entry.getKey());
            if (property == null) {
                problems.add(path + ": extraneous key [" + entry.getKey() + "] is not permitted");
            } else {
                typed.set(
                        entry.getKey(),
                        typed(path + "/" + entry.getKey(), entry.getValue(), property));
            }
        }
        return typed;
    }

    private JsonNode mismatch(String path, String expected, JsonNode found) {
        String kind = found.isObject() ? "JSONObject" : found.isArray() ? "JSONArray" : "String";
        problems.add(path + ": expected type: " + expected + ", found: " + kind);
        return found;
    }

    private void violates(String path, String keyword) {
        problems.add(path + ": failed validation constraint for keyword [" + keyword + "]");
    }
}
