package io.hydrant.core.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One operator with one key and its values: `"StringEquals": {"sts:ExternalId": ["a", "b"]}`.
record Condition(
        ConditionOperator operator,
        Quantifier quantifier,
        boolean ifExists,
        String key,
        List<String> values) {

    enum Quantifier {
        NONE,
        FOR_ALL,
        FOR_ANY
    }

    Condition {
        values = List.copyOf(values);
    }

    static List<Condition> parseAll(JsonNode block) {
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : block.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                conditions.add(
                        parse(
                                operator.getKey(),
                                key.getKey(),
                                PolicyDocument.strings(key.getValue())));
            }
        }
        return conditions;
    }

    private static Condition parse(String operator, String key, List<String> values) {
        String name = operator;
        Quantifier quantifier = Quantifier.NONE;
        if (name.startsWith("ForAllValues:")) {
            quantifier = Quantifier.FOR_ALL;
            name = name.substring("ForAllValues:".length());
        } else if (name.startsWith("ForAnyValue:")) {
            quantifier = Quantifier.FOR_ANY;
            name = name.substring("ForAnyValue:".length());
        }
        boolean ifExists = name.endsWith("IfExists");
        if (ifExists) {
            name = name.substring(0, name.length() - "IfExists".length());
        }
        return new Condition(ConditionOperator.named(name), quantifier, ifExists, key, values);
    }

    boolean holds(RequestContext context, Variables variables) {
        List<String> present = context.values(key);
        if (operator.isNull()) {
            return values.contains(Boolean.toString(present.isEmpty()));
        }
        if (present.isEmpty()) {
            return ifExists
                    || quantifier == Quantifier.FOR_ALL
                    || (operator.negated() && quantifier == Quantifier.NONE);
        }
        return switch (quantifier) {
            case NONE, FOR_ANY ->
                    quantifier == Quantifier.NONE && operator.negated()
                            ? present.stream().allMatch(value -> holdsFor(value, variables))
                            : present.stream().anyMatch(value -> holdsFor(value, variables));
            case FOR_ALL -> present.stream().allMatch(value -> holdsFor(value, variables));
        };
    }

    /// Several values of the policy: any of them for an operator, none of them for its negation.
    private boolean holdsFor(String requested, Variables variables) {
        boolean matched = values.stream().anyMatch(value -> matches(value, requested, variables));
        return matched != operator.negated();
    }

    private boolean matches(String value, String requested, Variables variables) {
        Optional<String> expanded =
                operator.takesVariables() ? variables.expand(value) : Optional.of(value);
        return expanded.isPresent() && operator.test(expanded.get(), requested);
    }
}
