package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.json.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes the schema of a resource whose properties are the members of an API's request: the same
/// names, types, enumerations, limits of numbers and required members, these in order of the
/// alphabet. What else a text must be like is left to the service, unless there is an exception for
/// the member.
///
/// @param exceptions by `Member`, or by `Parent/Member`, which goes before
record ModelSchema(Map<String, Schema> exceptions) {
    ModelSchema {
        exceptions = Map.copyOf(exceptions);
    }

    Schema.Structure of(Shape.Structure model) {
        return structure("", model);
    }

    private Schema.Structure structure(String name, Shape.Structure model) {
        List<Shape.Member> members =
                model.members().stream().sorted(Comparator.comparing(Shape.Member::name)).toList();
        Schema.Structure structure = Schema.structure();
        for (Shape.Member member : members) {
            structure = structure.with(member.name(), member(name, member));
        }
        return structure.require(
                members.stream()
                        .filter(Shape.Member::required)
                        .map(Shape.Member::name)
                        .toArray(String[]::new));
    }

    private Schema member(String parent, Shape.Member member) {
        String name = member.name();
        return Optional.ofNullable(exceptions.get(parent + "/" + name))
                .or(() -> Optional.ofNullable(exceptions.get(name)))
                .orElseGet(() -> schema(name, member.shape()));
    }

    /// A structure without members stands for what the service does not look at.
    private Schema schema(String name, Shape shape) {
        return switch (shape) {
            case Shape.Text text -> text(text);
            case Shape.WholeNumber number -> new Schema.WholeNumber(number.min(), number.max());
            case Shape.DecimalNumber number -> new Schema.DecimalNumber(number.min(), number.max());
            case Shape.Truth truth -> new Schema.Truth();
            case Shape.Timestamp timestamp -> new Schema.Anything();
            case Shape.Sequence sequence ->
                    new Schema.Sequence(schema(name, sequence.element()), sequence.maxLength());
            case Shape.Mapping mapping -> new Schema.Mapping(Schema.text());
            case Shape.Structure structure when structure.members().isEmpty() ->
                    new Schema.Anything();
            case Shape.Structure structure -> structure(name, structure);
        };
    }

    private static Schema.Text text(Shape.Text text) {
        return new Schema.Text(0, Integer.MAX_VALUE, Optional.empty(), Set.copyOf(text.values()));
    }
}
