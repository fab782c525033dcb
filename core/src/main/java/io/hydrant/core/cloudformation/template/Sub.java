package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `Fn::Sub`: a text in which `${Name}` stands for a variable of its own, a parameter or a
/// resource, `${Name.Attribute}` for an attribute, and `${!Text}` for `${Text}`. Every other `$`
/// and brace is text; `!{…}` belongs to Firehose.
///
/// @param operands the same as `parts`, each once: one that is used twice at every level would else
///   be looked through more often than there is time for
public record Sub(List<Expression> parts, List<Expression> operands) implements Expression {
    public Sub {
        parts = List.copyOf(parts);
        operands = List.copyOf(operands);
    }

    static Sub read(Value argument) {
        if (argument instanceof Value.Text text) {
            return of(split(text.text(), Map.of()));
        }
        if (argument instanceof Value.Items pair
                && pair.items().size() == 2
                && pair.items().getFirst() instanceof Value.Text text
                && pair.items().getLast() instanceof Value.Fields variables) {
            Map<String, Expression> byName = new HashMap<>();
            variables
                    .fields()
                    .forEach((name, value) -> byName.put(name, ExpressionReader.read(value)));
            return of(split(text.text(), byName));
        }
        throw badShape();
    }

    private static Sub of(List<Expression> parts) {
        Set<Expression> each = Collections.newSetFromMap(new IdentityHashMap<>());
        return new Sub(parts, parts.stream().filter(each::add).toList());
    }

    private static ServiceException badShape() {
        return CloudFormationError.VALIDATION.because(
                "Template error: One or more Fn::Sub intrinsic functions don't specify expected"
                        + " arguments. Specify a string as first argument, and an optional second"
                        + " argument to specify a mapping of values to replace in the string");
    }

    private static List<Expression> split(String text, Map<String, Expression> variables) {
        List<Expression> parts = new ArrayList<>();
        int end = 0;
        int start = text.indexOf("${");
        while (start >= 0) {
            int close = text.indexOf('}', start);
            if (close < 0) {
                break; // nor is there one for any later placeholder
            }
            parts.add(literal(text.substring(end, start)));
            parts.add(meaning(text.substring(start + 2, close).strip(), variables));
            end = close + 1;
            start = text.indexOf("${", end);
        }
        parts.add(literal(text.substring(end)));
        return parts;
    }

    private static Expression meaning(String name, Map<String, Expression> variables) {
        if (name.startsWith("!")) {
            return literal("${" + name.substring(1) + "}");
        }
        Expression variable = variables.get(name);
        if (variable != null) {
            return variable;
        }
        if (name.isEmpty()) {
            throw badShape();
        }
        int dot = name.indexOf('.');
        return dot < 0 ? new Ref(name) : GetAtt.of(name.substring(0, dot), name.substring(dot + 1));
    }

    private static Literal literal(String text) {
        return new Literal(Value.Text.of(text));
    }

    @Override
    public Value resolve(Scope scope) {
        StringBuilder text = new StringBuilder();
        boolean known = true;
        for (Expression part : parts) {
            switch (part.resolve(scope)) {
                case Value.Text piece -> {
                    scope.budget().text(piece.text().length());
                    text.append(piece.text());
                }
                case Value.Unknown unknown -> known = false;
                default -> throw badShape();
            }
        }
        return known ? Value.Text.of(text.toString()) : new Value.Unknown();
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return operands;
    }
}
