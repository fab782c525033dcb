package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `Fn::Sub`: a text in which `${Name}` stands for a variable of its own, a parameter or a
/// resource, `${Name.Attribute}` for an attribute, and `${!Text}` for `${Text}`. Every other `$`
/// and brace is text; `!{…}` belongs to Firehose.
public record Sub(List<Expression> parts) implements Expression {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    public Sub {
        parts = List.copyOf(parts);
    }

    static Sub read(Value argument) {
        if (argument instanceof Value.Text text) {
            return new Sub(split(text.text(), Map.of()));
        }
        if (argument instanceof Value.Items pair
                && pair.items().size() == 2
                && pair.items().getFirst() instanceof Value.Text text
                && pair.items().getLast() instanceof Value.Fields variables) {
            Map<String, Expression> byName = new HashMap<>();
            variables
                    .fields()
                    .forEach((name, value) -> byName.put(name, ExpressionReader.read(value)));
            return new Sub(split(text.text(), byName));
        }
        throw badShape();
    }

    private static ServiceException badShape() {
        return CloudFormationError.VALIDATION.because(
                "Template error: One or more Fn::Sub intrinsic functions don't specify expected"
                        + " arguments. Specify a string as first argument, and an optional second"
                        + " argument to specify a mapping of values to replace in the string");
    }

    private static List<Expression> split(String text, Map<String, Expression> variables) {
        List<Expression> parts = new ArrayList<>();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        int end = 0;
        while (placeholder.find()) {
            parts.add(literal(text.substring(end, placeholder.start())));
            parts.add(meaning(placeholder.group(1).strip(), variables));
            end = placeholder.end();
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
                case Value.Text piece -> text.append(piece.text());
                case Value.Unknown unknown -> known = false;
                default -> throw badShape();
            }
        }
        return known ? Value.Text.of(text.toString()) : new Value.Unknown();
    }

    @Override
    public List<Expression> operands(Branches branches) {
        return parts;
    }
}
