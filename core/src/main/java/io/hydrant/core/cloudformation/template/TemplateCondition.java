package io.hydrant.core.cloudformation.template;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A condition of the Conditions section or of a rule, or inside one. May use parameters, pseudo
/// parameters, mappings and other conditions.
public sealed interface TemplateCondition {

    /// `decided` answers for the conditions that this one names.
    boolean holds(Scope scope, Predicate<String> decided);

    /// The values that it compares.
    List<Expression> compared();

    /// The conditions that it names.
    List<String> named();

    /// One that compares two values and names no condition.
    sealed interface OfTwoValues extends TemplateCondition
            permits Equals, Contains, EachMemberEquals, EachMemberIn {
        Expression left();

        Expression right();

        @Override
        default List<Expression> compared() {
            return List.of(left(), right());
        }

        @Override
        default List<String> named() {
            return List.of();
        }
    }

    record Equals(Expression left, Expression right) implements OfTwoValues {
        @Override
        public boolean holds(Scope scope, Predicate<String> decided) {
            return left.resolve(scope).json().equals(right.resolve(scope).json());
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

    /// `Fn::Contains`, of rules alone: whether a list has a value.
    record Contains(Expression left, Expression right) implements OfTwoValues {
        @Override
        public boolean holds(Scope scope, Predicate<String> decided) {
            return elements(left, scope).contains(right.resolve(scope).json());
        }
    }

    /// `Fn::EachMemberEquals`, of rules alone: whether a list has nothing but a value.
    record EachMemberEquals(Expression left, Expression right) implements OfTwoValues {
        @Override
        public boolean holds(Scope scope, Predicate<String> decided) {
            JsonNode wanted = right.resolve(scope).json();
            return elements(left, scope).stream().allMatch(wanted::equals);
        }
    }

    /// `Fn::EachMemberIn`, of rules alone: whether a list has nothing that another has not.
    record EachMemberIn(Expression left, Expression right) implements OfTwoValues {
        @Override
        public boolean holds(Scope scope, Predicate<String> decided) {
            return elements(right, scope).containsAll(elements(left, scope));
        }
    }

    private static List<JsonNode> elements(Expression list, Scope scope) {
        return elements(list.resolve(scope)).map(Value::json).toList();
    }

    /// What is no list is one of one element; lists in a list are parts of it.
    private static Stream<Value> elements(Value value) {
        return value instanceof Value.Items list
                ? list.items().stream().flatMap(TemplateCondition::elements)
                : Stream.of(value);
    }
}
