package io.hydrant.core.cloudformation.template;

import java.util.Collection;
import java.util.Map;

/// Reads what the functions of rules compare: lists and texts, and `Fn::RefAll`, which stands for
/// the values of all parameters of a type.
record RuleOperands(Collection<Parameter> parameters) {

    /// A condition of two operands.
    @FunctionalInterface
    interface OfTwo {
        TemplateCondition with(Expression left, Expression right);
    }

    /// @throws io.hydrant.aws.ServiceException when there are not two
    TemplateCondition of(String function, Value argument, OfTwo condition) {
        if (argument instanceof Value.Items pair && pair.items().size() == 2) {
            return condition.with(read(pair.items().getFirst()), read(pair.items().getLast()));
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: every %s object requires a list of 2 parameters.", function);
    }

    private Expression read(Value value) {
        if (value instanceof Value.Fields map && map.fields().size() == 1) {
            Map.Entry<String, Value> only = map.fields().firstEntry();
            if (only.getKey().equals("Fn::RefAll")) {
                return all(only.getValue());
            }
        }
        return ExpressionReader.read(value);
    }

    private Expression all(Value type) {
        if (!(type instanceof Value.Text name)) {
            throw CloudFormationError.VALIDATION.because(
                    "Template error: every Fn::RefAll object requires a parameter type.");
        }
        return new Expression.Sequence(
                parameters.stream()
                        .filter(parameter -> parameter.type().name().equals(name.text()))
                        .<Expression>map(parameter -> new Ref(parameter.name()))
                        .toList());
    }
}
