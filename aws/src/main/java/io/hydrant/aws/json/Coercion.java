package io.hydrant.aws.json;

import io.hydrant.aws.UnicodeText;
import io.hydrant.aws.json.JsonKind.Wanted;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/// Brings JSON values to the types of the model, or refuses them as AWS does.
final class Coercion {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private Coercion() {}

    static ObjectNode structure(JsonNode given, Shape.Structure shape) {
        ObjectNode converted = NODES.objectNode();
        for (Shape.Member member : shape.members()) {
            JsonNode value = given.path(member.name());
            if (!value.isMissingNode() && !value.isNull()) {
                converted.set(member.name(), value(value, member.shape()));
            }
        }
        return converted;
    }

    private static JsonNode value(JsonNode given, Shape shape) {
        if (given.isNull()) {
            return given;
        }
        JsonKind kind = JsonKind.of(given);
        Wanted wanted = wanted(shape);
        if (!fits(kind, wanted)) {
            throw kind.insteadOf(wanted, given.isString() ? given.stringValue() : "");
        }
        return switch (shape) {
            case Shape.Text text -> whole(given);
            case Shape.WholeNumber number -> wholeNumber(given);
            case Shape.DecimalNumber number -> new DoubleNode(given.doubleValue());
            case Shape.Timestamp timestamp -> new DoubleNode(given.doubleValue());
            case Shape.Truth truth -> BooleanNode.valueOf(given.booleanValue());
            case Shape.Sequence sequence -> sequence(given, sequence);
            case Shape.Mapping mapping -> mapping(given, mapping);
            case Shape.Structure structure -> structure(given, structure);
        };
    }

    private static JsonNode whole(JsonNode given) {
        requireWhole(given.stringValue());
        return given;
    }

    private static void requireWhole(String text) {
        if (!UnicodeText.isWhole(text)) {
            throw JsonError.SERIALIZATION.because("A string has half of a surrogate pair");
        }
    }

    private static Wanted wanted(Shape shape) {
        return switch (shape) {
            case Shape.Text text -> Wanted.STRING;
            case Shape.WholeNumber number -> Wanted.INTEGER;
            case Shape.DecimalNumber number -> Wanted.DOUBLE;
            case Shape.Timestamp timestamp -> Wanted.TIMESTAMP;
            case Shape.Truth truth -> Wanted.BOOLEAN;
            case Shape.Sequence sequence -> Wanted.LIST;
            case Shape.Mapping mapping -> Wanted.STRUCTURE;
            case Shape.Structure structure -> Wanted.STRUCTURE;
        };
    }

    private static boolean fits(JsonKind kind, Wanted wanted) {
        return switch (kind) {
            case BOOLEAN -> wanted == Wanted.BOOLEAN;
            case NUMBER ->
                    wanted == Wanted.INTEGER
                            || wanted == Wanted.DOUBLE
                            || wanted == Wanted.TIMESTAMP;
            case STRING -> wanted == Wanted.STRING || wanted == Wanted.BLOB;
            case LIST -> wanted == Wanted.LIST;
            case STRUCTURE -> wanted == Wanted.STRUCTURE;
        };
    }

    private static LongNode wholeNumber(JsonNode given) {
        if (given.isIntegralNumber()) {
            BigInteger exact = given.bigIntegerValue();
            return LongNode.valueOf(exact.min(LONG_MAX).max(LONG_MIN).longValue());
        }
        return LongNode.valueOf((long) given.doubleValue());
    }

    private static ArrayNode sequence(JsonNode given, Shape.Sequence shape) {
        ArrayNode converted = NODES.arrayNode();
        given.forEach(element -> converted.add(value(element, shape.element())));
        return converted;
    }

    private static ObjectNode mapping(JsonNode given, Shape.Mapping shape) {
        ObjectNode converted = NODES.objectNode();
        given.properties()
                .forEach(entry -> {
                    requireWhole(entry.getKey());
                    converted.set(entry.getKey(), value(entry.getValue(), shape.value()));
                });
        return converted;
    }
}
