package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.List;

/// `Fn::Select`: one element of a list, counted from zero.
public record Select(Expression index, Expression list) implements Expression {
    static Select read(Value argument) {
        if (argument instanceof Value.Items pair && pair.items().size() == 2) {
            Expression list = ExpressionReader.read(pair.items().getLast());
            boolean scalar =
                    list instanceof Literal literal && literal.value() instanceof Value.Text;
            if (!scalar && !(list instanceof Mapping)) {
                return new Select(ExpressionReader.read(pair.items().getFirst()), list);
            }
        }
        throw badShape();
    }

    private static ServiceException badShape() {
        return CloudFormationError.VALIDATION.because(
                "Template error: Fn::Select requires a list argument with two elements: an integer"
                        + " index and a list");
    }

    @Override
    public Value resolve(Scope scope) {
        Value position = index.resolve(scope);
        Value source = list.resolve(scope);
        if (position instanceof Value.Unknown || source instanceof Value.Unknown) {
            return new Value.Unknown();
        }
        if (!(position instanceof Value.Text number)
                || !number.text().matches("\\d{1,9}")
                || !(source instanceof Value.Items items)) {
            throw badShape();
        }
        int at = Integer.parseInt(number.text());
        if (at >= items.items().size()) {
            throw CloudFormationError.VALIDATION.because(
                    "Template error: Fn::Select cannot select nonexistent value at index %d", at);
        }
        return items.items().get(at);
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of(index, list);
    }
}
