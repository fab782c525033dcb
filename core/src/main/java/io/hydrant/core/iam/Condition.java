package io.hydrant.core.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One operator with one key and its values: `"StringEquals": {"sts:ExternalId": ["a", "b"]}`.
/// `name` is the operator as the policy spells it.
record Condition(
        String name,
        ConditionOperator operator,
        Quantifier quantifier,
        boolean ifExists,
        String key,
        List<String> values) {

    enum Quantifier {
        NONE,
        FOR_ALL,
        FOR_ANY;

        static Quantifier of(@Nullable String prefix) {
            if (prefix == null) {
                return NONE;
            }
            return prefix.equalsIgnoreCase("ForAllValues:") ? FOR_ALL : FOR_ANY;
        }
    }

    private static final Pattern OPERATOR =
            Pattern.compile(
                    "(?i)(?<set>ForAllValues:|ForAnyValue:)?(?<name>[A-Z]+?)(?<ifExists>IfExists)?");

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

    /// @throws IllegalArgumentException when there is no such operator
    static ConditionOperator operator(String name) {
        Matcher parts = OPERATOR.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Invalid Condition type : " + name + ".");
        }
        return ConditionOperator.named(parts.group("name"));
    }

    private static Condition parse(String operator, String key, List<String> values) {
        Matcher parts = OPERATOR.matcher(operator);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Invalid Condition type : " + operator + ".");
        }
        return new Condition(
                operator,
                ConditionOperator.named(parts.group("name")),
                Quantifier.of(parts.group("set")),
                parts.group("ifExists") != null,
                key,
                values);
    }

    /// Whether a policy may use an operator of this name. `Null` asks for existence by itself.
    static boolean isOperator(String name) {
        Matcher parts = OPERATOR.matcher(name);
        return parts.matches()
                && ConditionOperator.exists(parts.group("name"))
                && !(parts.group("ifExists") != null
                        && ConditionOperator.named(parts.group("name")).isNull());
    }

    boolean holds(ConditionContext context, Variables variables) {
        List<String> present = context.values(key);
        if (operator.isNull()) {
            return values.stream().anyMatch(Boolean.toString(present.isEmpty())::equalsIgnoreCase);
        }
        if (operator.negated() && operator.takesVariables() && hasUnresolved(variables)) {
            return false; // what must not match is unknown
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

    private boolean hasUnresolved(Variables variables) {
        return values.stream().anyMatch(value -> variables.expand(value).isEmpty());
    }

    private boolean matches(String value, String requested, Variables variables) {
        Optional<String> expanded =
                operator.takesVariables() ? variables.expand(value) : Optional.of(value);
        return expanded.isPresent() && operator.test(expanded.get(), requested);
    }
}
