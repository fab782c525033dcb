package io.hydrant.core.cloudformation.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// A condition of the Conditions section, or inside one. May use parameters, pseudo parameters,
/// mappings and other conditions.
public sealed interface TemplateCondition {

    /// `decided` answers for the conditions that this one names.
    boolean holds(Scope scope, Predicate<String> decided);

    /// The values that it compares.
    List<Expression> compared();

    /// The conditions that it names.
    List<String> named();

    record Equals(Expression left, Expression right) implements TemplateCondition {
        @Override
        public boolean holds(Scope scope, Predicate<String> decided) {
            return left.resolve(scope).json().equals(right.resolve(scope).json());
        }

        @Override
        public List<Expression> compared() {
            return List.of(left, right);
        }

        @Override
        public List<String> named() {
            return List.of();
        }
    }

    record And(List<TemplateCondition> all) implements TemplateCondition {
        @Override
        public boolean holds(Scope scope, Predicate<String> decided) {
            return all.stream().allMatch(condition -> condition.holds(scope, decided));
        }

        @Override
        public List<Expression> compared() {
            return all.stream().flatMap(condition -> condition.compared().stream()).toList();
        }

        @Override
        public List<String> named() {
            return all.stream().flatMap(condition -> condition.named().stream()).toList();
        }
    }

    record Or(List<TemplateCondition> any) implements TemplateCondition {
        @Override
        public boolean holds(Scope scope, Predicate<String> decided) {
            return any.stream().anyMatch(condition -> condition.holds(scope, decided));
        }

        @Override
        public List<Expression> compared() {
            return any.stream().flatMap(condition -> condition.compared().stream()).toList();
        }

        @Override
        public List<String> named() {
            return any.stream().flatMap(condition -> condition.named().stream()).toList();
        }
    }

    record Not(TemplateCondition condition) implements TemplateCondition {
        @Override
        public boolean holds(Scope scope, Predicate<String> decided) {
            return !condition.holds(scope, decided);
        }

        @Override
        public List<Expression> compared() {
            return condition.compared();
        }

        @Override
        public List<String> named() {
            return condition.named();
        }
    }

    /// `{Condition: Name}`.
    record Named(String name) implements TemplateCondition {
        @Override
        public boolean holds(Scope scope, Predicate<String> decided) {
            return decided.test(name);
        }

        @Override
        public List<Expression> compared() {
            return List.of();
        }

        @Override
        public List<String> named() {
            return List.of(name);
        }
    }

    static TemplateCondition read(Value value) {
        if (!(value instanceof Value.Fields map) || map.fields().size() != 1) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: Conditions can only be boolean operations on"
                            + " parameters and other conditions");
        }
        Map.Entry<String, Value> only = map.fields().firstEntry();
        return switch (only.getKey()) {
            case "Fn::Equals" -> equals(only.getValue());
            case "Fn::And" -> new And(several("Fn::And", only.getValue()));
            case "Fn::Or" -> new Or(several("Fn::Or", only.getValue()));
            case "Fn::Not" -> not(only.getValue());
            case "Condition" -> named(only.getValue());
            default ->
                    throw CloudFormationError.VALIDATION.because(
                            "Template format error: Conditions can only be boolean operations on"
                                    + " parameters and other conditions");
        };
    }

    private static TemplateCondition equals(Value argument) {
        if (argument instanceof Value.Items pair && pair.items().size() == 2) {
            return new Equals(
                    ExpressionReader.read(pair.items().getFirst()),
                    ExpressionReader.read(pair.items().getLast()));
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: every Fn::Equals object requires a list of 2 string parameters.");
    }

    private static List<TemplateCondition> several(String function, Value argument) {
        if (argument instanceof Value.Items items
                && items.items().size() >= 2
                && items.items().size() <= 10) {
            List<TemplateCondition> conditions = new ArrayList<>();
            items.items().forEach(item -> conditions.add(read(item)));
            return List.copyOf(conditions);
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: every %s object requires a list of at least 2 and at most 10"
                        + " boolean parameters.",
                function);
    }

    private static TemplateCondition not(Value argument) {
        if (argument instanceof Value.Items items && items.items().size() == 1) {
            return new Not(read(items.items().getFirst()));
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: every Fn::Not object requires a list of 1 boolean parameter.");
    }

    private static TemplateCondition named(Value argument) {
        if (argument instanceof Value.Text name) {
            return new Named(name.text());
        }
        throw CloudFormationError.VALIDATION.because(
                "Template format error: Every Condition member must be a string.");
    }
}
