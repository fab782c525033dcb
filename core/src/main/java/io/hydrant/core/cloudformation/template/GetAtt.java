package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.List;

/// `Fn::GetAtt`: an attribute of a resource. The attribute's name may hold dots, or be a `Ref` to a
/// parameter.
public record GetAtt(String resource, Expression attribute) implements Expression {
    static GetAtt read(Value argument) {
        if (argument instanceof Value.Text dotted) {
            int dot = dotted.text().indexOf('.');
            if (dot <= 0 || dot == dotted.text().length() - 1) {
                throw badShape();
            }
            return of(dotted.text().substring(0, dot), dotted.text().substring(dot + 1));
        }
        if (argument instanceof Value.Items pair
                && pair.items().size() >= 2
                && pair.items().getFirst() instanceof Value.Text resource
                && !resource.text().isEmpty()) {
            return new GetAtt(
                    resource.text(), attribute(pair.items().subList(1, pair.items().size())));
        }
        throw badShape();
    }

    static GetAtt of(String resource, String attribute) {
        return new GetAtt(resource, new Literal(Value.Text.of(attribute)));
    }

    /// `[A, B, C]` means the attribute `B.C`.
    private static Expression attribute(List<Value> names) {
        if (names.size() == 1 && names.getFirst() instanceof Value.Fields) {
            Expression name = ExpressionReader.read(names.getFirst());
            if (name instanceof Ref) {
                return name;
            }
        }
        StringBuilder dotted = new StringBuilder();
        for (Value name : names) {
            if (!(name instanceof Value.Text text) || text.text().isEmpty()) {
                throw badShape();
            }
            dotted.append(dotted.isEmpty() ? "" : ".").append(text.text());
        }
        return new Literal(Value.Text.of(dotted.toString()));
    }

    private static ServiceException badShape() {
        return CloudFormationError.VALIDATION.because(
                "Template error: every Fn::GetAtt object requires two non-empty parameters, the"
                        + " resource name and the resource attribute");
    }

    @Override
    public Value resolve(Scope scope) {
        if (!(attribute.resolve(scope) instanceof Value.Text name)) {
            throw badShape();
        }
        return scope.resources()
                .attribute(resource, name.text())
                .map(scope.budget()::placed)
                .orElseThrow(() ->
                        CloudFormationError.VALIDATION.because(
                                "Template error: resource %s does not support attribute type %s"
                                        + " in Fn::GetAtt",
                                resource, name.text()));
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of(attribute);
    }
}
