package io.hydrant.core.cloudformation.template;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;

/// The names that expressions use: by `Ref` (parameters and resources alike), as resources of
/// `Fn::GetAtt` and of variables of `Fn::Sub`, and as conditions of `Fn::If`.
record References(
        SequencedSet<String> refs,
        SequencedSet<String> attributes,
        SequencedSet<String> substituted,
        SequencedSet<String> conditions) {

    static References of(Collection<Expression> expressions, Branches branches) {
        References found =
                new References(
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>());
        expressions.forEach(expression -> found.collect(expression, branches));
        return found;
    }

    private void collect(Expression expression, Branches branches) {
        switch (expression) {
            case Ref ref -> refs.add(ref.name());
            case GetAtt attribute -> attributes.add(attribute.resource());
            case If choice -> conditions.add(choice.condition());
            default -> {}
        }
        for (Expression operand : expression.operands(branches)) {
            if (expression instanceof Sub && operand instanceof GetAtt attribute) {
                substituted.add(attribute.resource());
            } else {
                collect(operand, branches);
            }
        }
    }

    /// What is used as a resource, and is none of `values`.
    Set<String> resourcesBeside(Set<String> values) {
        Set<String> names = new LinkedHashSet<>(refs);
        names.removeAll(values);
        names.addAll(attributes);
        names.addAll(substituted);
        return names;
    }
}
