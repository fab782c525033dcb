package io.hydrant.core.cloudformation.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A value of a template that may hold functions: a literal, a list or map of expressions, or a
/// function. Each function is a record of its own.
public sealed interface Expression
        permits Expression.Literal,
                Expression.Sequence,
                Expression.Mapping,
                Ref,
                GetAtt,
                Join,
                Split,
                Select,
                Sub,
                FindInMap,
                EncodeBase64,
                Cidr,
                GetAzs,
                ImportValue,
                If {

    /// What it comes to. Unknown when something that it needs is.
    ///
    /// @throws io.hydrant.aws.ServiceException when it comes to nothing
    Value resolve(Scope scope);

    /// The expressions inside that count, as `branches` sees it.
    List<Expression> operands(Branches branches);

    record Literal(Value value) implements Expression {
        @Override
        public Value resolve(Scope scope) {
            return value;
        }

        @Override
        public List<Expression> operands(Branches branches) {
            return List.of();
        }
    }

    record Sequence(List<Expression> items) implements Expression {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public Value resolve(Scope scope) {
            return new Value.Items(
                    items.stream()
                            .map(item -> item.resolve(scope))
                            .filter(item -> !(item instanceof Value.Omitted))
                            .toList());
        }

        @Override
        public List<Expression> operands(Branches branches) {
            return items;
        }
    }

    record Mapping(SequencedMap<String, Expression> fields) implements Expression {
        public Mapping {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        }

        @Override
        public Value resolve(Scope scope) {
            SequencedMap<String, Value> resolved = new LinkedHashMap<>();
            fields.forEach((name, field) -> {
                Value value = field.resolve(scope);
                if (!(value instanceof Value.Omitted)) {
                    resolved.put(name, value);
                }
            });
            return new Value.Fields(resolved);
        }

        @Override
        public List<Expression> operands(Branches branches) {
            return List.copyOf(fields.values());
        }
    }
}
