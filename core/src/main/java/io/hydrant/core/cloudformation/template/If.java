package io.hydrant.core.cloudformation.template;

import java.util.List;

/// `Fn::If`: one of two values; the other is not resolved at all.
public record If(String condition, Expression then, Expression otherwise) implements Expression {
    static If read(Value argument) {
        if (argument instanceof Value.Items three
                && three.items().size() == 3
                && three.items().getFirst() instanceof Value.Text condition) {
            return new If(
                    condition.text(),
                    ExpressionReader.read(three.items().get(1)),
                    ExpressionReader.read(three.items().get(2)));
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: Fn::If requires a list argument with the first element being a"
                        + " condition");
    }

    @Override
    public Value resolve(Scope scope) {
        return (scope.holds(condition) ? then : otherwise).resolve(scope);
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return branches.of(this);
    }
}
