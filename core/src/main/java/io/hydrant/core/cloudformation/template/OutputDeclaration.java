package io.hydrant.core.cloudformation.template;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An output as the template declares it.
public record OutputDeclaration(
        String name,
        Expression value,
        Optional<String> description,
        Optional<String> condition,
        Optional<Expression> exportName) {

    List<Expression> expressions() {
        return Stream.concat(Stream.of(value), exportName.stream()).toList();
    }
}
