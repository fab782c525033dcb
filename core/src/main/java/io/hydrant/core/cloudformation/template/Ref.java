package io.hydrant.core.cloudformation.template;

import java.util.List;

/// `Ref`: a parameter's value, a pseudo parameter, or a resource's physical id.
public record Ref(String name) implements Expression {
    static Ref read(Value argument) {
        if (argument instanceof Value.Text name && !name.text().isEmpty()) {
            return new Ref(name.text());
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: every Ref object must have a single String value.");
    }

    @Override
    public Value resolve(Scope scope) {
        return scope.referenced(name);
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of();
    }
}
