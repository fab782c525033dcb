package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;

/// `Fn::FindInMap`: a value of the Mappings section.
public record FindInMap(Expression map, Expression key, Expression attribute)
        implements Expression {
    static FindInMap read(Value argument) {
        if (argument instanceof Value.Items three && three.items().size() == 3) {
            List<Expression> names = new ArrayList<>();
            three.items().forEach(name -> names.add(ExpressionReader.read(name)));
            return new FindInMap(names.get(0), names.get(1), names.get(2));
        }
        throw badShape();
    }

    private static ServiceException badShape() {
        return CloudFormationError.VALIDATION.because(
                "Template error: every Fn::FindInMap object requires three parameters, the map"
                        + " name, map key and the attribute for return value");
    }

    @Override
    public Value resolve(Scope scope) {
        return scope.budget()
                .placed(
                        scope.mappings()
                                .find(text(map, scope), text(key, scope), text(attribute, scope)));
    }

    private static String text(Expression name, Scope scope) {
        if (name.resolve(scope) instanceof Value.Text text) {
            return text.text();
        }
        throw badShape();
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return List.of(map, key, attribute);
    }
}
