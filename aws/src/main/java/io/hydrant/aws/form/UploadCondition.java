package io.hydrant.aws.form;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// One condition of a policy. What is not one of these is no condition, and its policy is refused:
/// a condition that nobody understands must not be taken for one that is met.
sealed interface UploadCondition {
    /// `["eq", "$key", "value"]`, or `{"key": "value"}`. `field` is in lower case, `text` as AWS
    /// writes the condition when it fails.
    record Exactly(String field, String value, String text) implements UploadCondition {}

    /// `["starts-with", "$key", "prefix"]`. Any value will do when the prefix is empty, but the
    /// field must be there.
    record StartsWith(String field, String prefix, String text) implements UploadCondition {}

    /// `["content-length-range", 1, 1000]`, both included.
    record LengthRange(long least, long most) implements UploadCondition {}

    /// @throws io.hydrant.aws.ServiceException InvalidPolicyDocument
    static UploadCondition parse(JsonNode node) {
        if (node.isObject()) {
            return simple(node);
        }
        if (!node.isArray() || node.size() != 3 || !node.path(0).isString()) {
            throw invalid("Invalid condition: " + node);
        }
        String operator = node.path(0).asString();
        return switch (operator.toLowerCase(Locale.ROOT)) {
            case "eq" -> new Exactly(field(node), value(node), text(node));
            case "starts-with" -> new StartsWith(field(node), value(node), text(node));
            case "content-length-range" -> new LengthRange(length(node, 1), length(node, 2));
            default -> throw invalid("Invalid condition: unknown operation '" + operator + "'.");
        };
    }

    private static UploadCondition simple(JsonNode node) {
        if (node.size() != 1) {
            throw invalid(
                    "Invalid Simple-Condition: Simple-Conditions must have exactly one property"
                            + " specified.");
        }
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        if (!only.getValue().isString()) {
            throw invalid("Invalid Simple-Condition: value must be a string.");
        }
        String value = only.getValue().asString();
        String text = "[\"eq\", \"$%s\", \"%s\"]".formatted(only.getKey(), value);
        return new Exactly(only.getKey().toLowerCase(Locale.ROOT), value, text);
    }

    private static String field(JsonNode node) {
        String name = node.path(1).isString() ? node.path(1).asString() : "";
        if (!name.startsWith("$")) {
            throw invalid("Invalid condition: the field must be a string that begins with '$'.");
        }
        return name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String value(JsonNode node) {
        if (!node.path(2).isString()) {
            throw invalid("Invalid condition: value must be a string.");
        }
        return node.path(2).asString();
    }

    private static String text(JsonNode node) {
        return "[\"%s\", \"%s\", \"%s\"]"
                .formatted(
                        node.path(0).asString(), node.path(1).asString(), node.path(2).asString());
    }

    /// Some signers write the numbers as strings.
    private static long length(JsonNode node, int at) {
        String digits = node.path(at).isContainer() ? "" : node.path(at).asString("");
        if (!digits.matches("\\d{1,18}")) {
            throw invalid("Invalid content-length-range: not a whole number.");
        }
        return Long.parseLong(digits);
    }

    private static io.hydrant.aws.ServiceException invalid(String reason) {
        return FormError.INVALID_POLICY.because(reason);
    }
}
