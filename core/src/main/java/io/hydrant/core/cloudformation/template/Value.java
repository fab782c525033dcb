package io.hydrant.core.cloudformation.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A piece of a template, or what a function in it came to. Scalars keep the very text that was
/// written (`2012-10-17`, `0123`, `yes`); whoever needs a number or a boolean reads the text.
public sealed interface Value {

    /// How a template shows a value that is not known before the change is made.
    String KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}";

    enum Kind {
        STRING,
        NUMBER,
        BOOLEAN
    }

    record Text(String text, Kind kind) implements Value {
        public static Text of(String text) {
            return new Text(text, Kind.STRING);
        }
    }

    record Items(List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }

        public static Items ofTexts(List<String> texts) {
            return new Items(texts.stream().map(Text::of).map(Value.class::cast).toList());
        }
    }

    /// Keys keep their order.
    record Fields(SequencedMap<String, Value> fields) implements Value {
        public Fields {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        }
    }

    /// `null` in the template's text. No template that has one is accepted.
    record Null() implements Value {}

    /// What `AWS::NoValue` comes to: the property or list element that it stands in is left out.
    record Omitted() implements Value {}

    /// What a reference to a resource comes to before that resource exists.
    record Unknown() implements Value {}

    /// Whether nothing inside is unknown.
    default boolean isKnown() {
        return switch (this) {
            case Text text -> true;
            case Null nothing -> true;
            case Omitted omitted -> true;
            case Unknown unknown -> false;
            case Items list -> list.items().stream().allMatch(Value::isKnown);
            case Fields map -> map.fields().values().stream().allMatch(Value::isKnown);
        };
    }

    /// As JSON whose scalars are all strings: two values that differ only in how a scalar is
    /// spelled (`60`, `'60'`) are equal in this form. It is also how events show properties.
    default JsonNode json() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (this) {
            case Text text -> nodes.stringNode(text.text());
            case Null nothing -> nodes.nullNode();
            case Omitted omitted -> nodes.missingNode();
            case Unknown unknown -> nodes.stringNode(KNOWN_AFTER_APPLY);
            case Items list -> {
                ArrayNode array = nodes.arrayNode();
                list.items().forEach(item -> array.add(item.json()));
                yield array;
            }
            case Fields map -> {
                ObjectNode object = nodes.objectNode();
                map.fields().forEach((key, value) -> object.set(key, value.json()));
                yield object;
            }
        };
    }

    /// The value that [#json] shows.
    static Value of(JsonNode json) {
        if (json.isObject()) {
            SequencedMap<String, Value> fields = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : json.properties()) {
                fields.put(entry.getKey(), of(entry.getValue()));
            }
            return new Fields(fields);
        }
        if (json.isArray()) {
            List<Value> items = new ArrayList<>();
            json.forEach(item -> items.add(of(item)));
            return new Items(items);
        }
        if (json.isNull()) {
            return new Null();
        }
        return json.isBoolean()
                ? new Text(json.asString(), Kind.BOOLEAN)
                : new Text(json.asString(), json.isNumber() ? Kind.NUMBER : Kind.STRING);
    }
}
