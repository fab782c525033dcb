package io.hydrant.core.cloudformation.template;

import java.util.List;

/// `Fn::ImportValue`: what another stack exports under a name. The name may use functions, but not
/// the stack's own resources.
public record ImportValue(Expression name) implements Expression {
    @Override
    public Value resolve(Scope scope) {
        String export = exportName(scope);
        return scope.imports()
                .value(export)
                .map(scope.budget()::placed)
                .orElseThrow(() ->
                        CloudFormationError.VALIDATION.because(
                                "No export named %s found.", export));
    }

    String exportName(Scope scope) {
        if (name.resolve(scope) instanceof Value.Text text) {
            return text.text();
        }
        throw CloudFormationError.VALIDATION.because(
                "Template error: the attribute in Fn::ImportValue must not depend on any"
                        + " resources, imported values, or Fn::GetAZs");
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of(name);
    }
}
