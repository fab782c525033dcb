package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;

/// `Fn::Join`: the strings of a list, with a delimiter between them.
public record Join(String delimiter, Expression list) implements Expression {
    static Join read(Value argument) {
        if (argument instanceof Value.Items pair
                && pair.items().size() == 2
                && pair.items().getFirst() instanceof Value.Text delimiter
                && !(pair.items().getLast() instanceof Value.Text)) {
            Expression list = ExpressionReader.read(pair.items().getLast());
            if (!(list instanceof Mapping)) {
                return new Join(delimiter.text(), list);
            }
        }
        throw badShape();
    }

    private static ServiceException badShape() {
        return CloudFormationError.VALIDATION.because(
                "Template error: every Fn::Join object requires two parameters, (1) a string"
                        + " delimiter and (2) a list of strings to be joined or a function that returns"
                        + " a list of strings (such as Fn::GetAZs) to be joined.");
    }

    @Override
    public Value resolve(Scope scope) {
        Value value = list.resolve(scope);
        if (!value.isKnown()) {
            return new Value.Unknown();
        }
        if (!(value instanceof Value.Items items)) {
            throw badShape();
        }
        List<String> texts = new ArrayList<>();
        for (Value item : items.items()) {
            if (!(item instanceof Value.Text text)) {
                throw badShape();
            }
            scope.budget().text((long) text.text().length() + delimiter.length());
            texts.add(text.text());
        }
        return Value.Text.of(String.join(delimiter, texts));
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of(list);
    }
}
