package io.hydrant.core.iam;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/// Which conditions a policy may have: operators that there are, values that they can read, and
/// keys that can be there when the policy is judged. A condition that nothing here can judge would
/// make an Allow that never allows, or a Deny that never denies.
final class ConditionRules {
    private final StatementRules rules;

    ConditionRules(StatementRules rules) {
        this.rules = rules;
    }

    /// One operator with one key and its values.
    private record Entry(String operator, String key, List<String> values) {}

    void checkSyntax(JsonNode block) {
        String syntax = rules.words().syntax();
        rules.require(block.isObject(), syntax);
        for (Map.Entry<String, JsonNode> operator : block.properties()) {
            rules.require(operator.getValue().isObject(), syntax);
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                List<JsonNode> values = PolicyDocument.oneOrMany(key.getValue());
                rules.require(
                        !key.getValue().isNull()
                                && values.stream()
                                        .allMatch(value -> value.isValueNode() && !value.isNull()),
                        syntax);
            }
            rules.require(
                    operator.getValue().isEmpty() || Condition.isOperator(operator.getKey()),
                    rules.words().conditionType().formatted(operator.getKey()));
        }
    }

    /// AWS reads dates before all other values, and has another text for those that are none.
    void checkDates(JsonNode block) {
        forEach(
                block,
                (entry, operator) ->
                        rules.require(
                                !operator.isOfDates() || unreadable(operator, entry).isEmpty(),
                                rules.words().legacy()));
    }

    void checkValues(JsonNode block) {
        forEach(
                block,
                (entry, operator) -> {
                    unreadable(operator, entry)
                            .forEach(value ->
                                    rules.require(
                                            false,
                                            "The value %s of %s %s is not one that the operator can compare."
                                                    .formatted(
                                                            value, entry.operator(), entry.key())));
                    checkKey(entry.key());
                    entry.values().forEach(this::checkVariables);
                });
    }

    /// Policy variables are keys too.
    void checkVariables(String text) {
        Variables.keys(text).forEach(this::checkKey);
    }

    private void checkKey(String key) {
        rules.require(
                ConditionKeys.standing(key) != ConditionKeys.Standing.NEVER,
                "No request to Hydrant ever brings the condition key %s: a policy with it could not mean what it says."
                        .formatted(key));
    }

    /// The values that the operator cannot read.
    private static List<String> unreadable(ConditionOperator operator, Entry entry) {
        return entry.values().stream()
                .filter(value -> !(operator.takesVariables() && value.contains("${")))
                .filter(value -> !operator.reads(value))
                .toList();
    }

    private static void forEach(JsonNode block, BiConsumer<Entry, ConditionOperator> check) {
        for (Map.Entry<String, JsonNode> operator : block.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                check.accept(
                        new Entry(
                                operator.getKey(),
                                key.getKey(),
                                PolicyDocument.strings(key.getValue())),
                        Condition.operator(operator.getKey()));
            }
        }
    }
}
