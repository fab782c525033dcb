package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;

/// `Fn::Split`: a string cut at each delimiter; consecutive delimiters give empty strings.
public record Split(String delimiter, Expression source) implements Expression {
    static Split read(Value argument) {
        if (argument instanceof Value.Items pair
                && pair.items().size() == 2
                && pair.items().getFirst() instanceof Value.Text delimiter
                && !delimiter.text().isEmpty()) {
            Expression source = ExpressionReader.read(pair.items().getLast());
            if (!(source instanceof Sequence) && !(source instanceof Mapping)) {
                return new Split(delimiter.text(), source);
            }
        }
        throw badShape();
    }

    private static ServiceException badShape() {
        return CloudFormationError.VALIDATION.because(
                "Template error: every Fn::Split object requires two parameters, (1) a string"
                        + " delimiter and (2) a string to be split or a function that returns a"
                        + " string to be split.");
    }

    @Override
    public Value resolve(Scope scope) {
        return switch (source.resolve(scope)) {
            case Value.Unknown unknown -> unknown;
            case Value.Text text -> Value.Items.ofTexts(pieces(text.text(), scope));
            default -> throw badShape();
        };
    }

    private List<String> pieces(String text, Scope scope) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(delimiter); end >= 0; end = text.indexOf(delimiter, start)) {
            scope.budget().text(end - start);
            pieces.add(text.substring(start, end));
            start = end + delimiter.length();
        }
        scope.budget().text(text.length() - start);
        pieces.add(text.substring(start));
        return pieces;
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of(source);
    }
}
