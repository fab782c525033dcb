package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Reads the Outputs section.
final class OutputReader {
    private static final int OUTPUTS_MAX = 200;
    private static final Set<String> ATTRIBUTES =
            Set.of("Value", "Description", "Condition", "Export");

    private OutputReader() {}

    static SequencedMap<String, OutputDeclaration> read(Value section) {
        SequencedMap<String, OutputDeclaration> outputs = new LinkedHashMap<>();
        Members.of(section, () -> format("Outputs section must be an object."))
                .forEach((name, value) -> outputs.put(name, output(name, value)));
        Limit.check("outputs", outputs.size(), OUTPUTS_MAX);
        return outputs;
    }

    private static OutputDeclaration output(String name, Value declaration) {
        LogicalName.check("Output", name);
        Map<String, Value> attributes =
                Members.of(declaration, () -> format("Any Outputs member must be an object."));
        attributes.keySet().stream()
                .filter(attribute -> !ATTRIBUTES.contains(attribute))
                .findFirst()
                .ifPresent(unknown -> {
                    throw CloudFormationError.VALIDATION.because(
                            "Invalid template output property '%s'", unknown);
                });
        Value value = attributes.get("Value");
        if (value == null) {
            throw format("Every Outputs member must contain a Value object");
        }
        return new OutputDeclaration(
                name,
                ExpressionReader.read(value),
                text("Description", attributes),
                text("Condition", attributes),
                Optional.ofNullable(attributes.get("Export")).map(OutputReader::exportName));
    }

    private static Expression exportName(Value export) {
        Value name =
                Members.of(export, () -> format("Every Export member must be an object."))
                        .get("Name");
        if (name == null) {
            throw format("Every Export member must contain a Name.");
        }
        return ExpressionReader.read(name);
    }

    private static Optional<String> text(String attribute, Map<String, Value> attributes) {
        Value value = attributes.get(attribute);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Value.Text text) {
            return Optional.of(text.text());
        }
        throw format("Every " + attribute + " member must be a string.");
    }

    private static ServiceException format(String problem) {
        return CloudFormationError.VALIDATION.because("%s", "Template format error: " + problem);
    }
}
