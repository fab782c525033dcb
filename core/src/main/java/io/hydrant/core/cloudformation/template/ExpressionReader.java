package io.hydrant.core.cloudformation.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Finds the functions in a value. A map with the one key `Ref` or `Fn::…` is a function.
final class ExpressionReader {
    private ExpressionReader() {}

    static Expression read(Value value) {
        return switch (value) {
            case Value.Items list -> {
                List<Expression> items = new ArrayList<>();
                list.items().forEach(item -> items.add(read(item)));
                yield new Expression.Sequence(items);
            }
            case Value.Fields map -> readMap(map);
            case Value.Text text -> new Expression.Literal(text);
            case Value.Null nothing -> new Expression.Literal(nothing);
            case Value.Omitted omitted -> new Expression.Literal(omitted);
            case Value.Unknown unknown -> new Expression.Literal(unknown);
        };
    }

    private static Expression readMap(Value.Fields map) {
        if (map.fields().size() == 1) {
            Map.Entry<String, Value> only = map.fields().firstEntry();
            if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                return function(only.getKey(), only.getValue());
            }
        }
        SequencedMap<String, Expression> fields = new LinkedHashMap<>();
        map.fields()
                .forEach((name, value) -> {
                    if (name.startsWith("Fn::")) {
                        throw CloudFormationError.VALIDATION.because(
                                "Template error: %s must be the only key of its object", name);
                    }
                    fields.put(name, read(value));
                });
        return new Expression.Mapping(fields);
    }

    private static Expression function(String name, Value argument) {
        return switch (name) {
            case "Ref" -> Ref.read(argument);
            case "Fn::GetAtt" -> GetAtt.read(argument);
            case "Fn::Join" -> Join.read(argument);
            case "Fn::Sub" -> Sub.read(argument);
            case "Fn::Split" -> Split.read(argument);
            case "Fn::Select" -> Select.read(argument);
            case "Fn::FindInMap" -> FindInMap.read(argument);
            case "Fn::If" -> If.read(argument);
            case "Fn::Base64" -> new EncodeBase64(read(argument));
            case "Fn::Cidr" -> Cidr.read(argument);
            case "Fn::GetAZs" -> new GetAzs(read(argument));
            case "Fn::ImportValue" -> new ImportValue(read(argument));
            default ->
                    throw CloudFormationError.VALIDATION.because(
                            "Template error: Hydrant does not support the function %s here", name);
        };
    }
}
