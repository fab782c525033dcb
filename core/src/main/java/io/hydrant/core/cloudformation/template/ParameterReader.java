package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/// Reads the Parameters section.
final class ParameterReader {
    private static final int PARAMETERS_MAX = 200;
    private static final int DESCRIPTION_MAX = 4000;

    private static final Set<String> ATTRIBUTES =
            Set.of(
                    "Type",
                    "Default",
                    "Description",
                    "NoEcho",
                    "AllowedValues",
                    "AllowedPattern",
                    "MinLength",
                    "MaxLength",
                    "MinValue",
                    "MaxValue",
                    "ConstraintDescription");

    private final String name;
    private final Map<String, Value> attributes;

    private ParameterReader(String name, Map<String, Value> attributes) {
        this.name = name;
        this.attributes = attributes;
    }

    static SequencedMap<String, Parameter> read(Value section) {
        SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
        Members.of(section, () -> format("Parameters section must be an object."))
                .forEach((name, declaration) -> {
                    LogicalName.check("Parameter", name);
                    Map<String, Value> attributes =
                            Members.of(
                                    declaration,
                                    () -> format("Any Parameters member must be an object."));
                    parameters.put(name, new ParameterReader(name, attributes).parameter());
                });
        Limit.check("parameters", parameters.size(), PARAMETERS_MAX);
        return parameters;
    }

    private Parameter parameter() {
        attributes.keySet().stream()
                .filter(attribute -> !ATTRIBUTES.contains(attribute))
                .findFirst()
                .ifPresent(unknown -> {
                    throw CloudFormationError.VALIDATION.because(
                            "Invalid template parameter property '%s'", unknown);
                });
        String type =
                text("Type")
                        .orElseThrow(() ->
                                format("Every Parameters object must contain a Type" + " member."));
        Optional<String> description = text("Description");
        if (description.filter(text -> text.length() > DESCRIPTION_MAX).isPresent()) {
            throw format("'Description' length is greater than " + DESCRIPTION_MAX + ".");
        }
        return new Parameter(
                name,
                ParameterType.read(type),
                text("Default"),
                text("NoEcho").map(Booleans::read).orElse(false),
                description,
                allowedValues(),
                constraints());
    }

    private List<String> allowedValues() {
        Value values = attributes.get("AllowedValues");
        if (values == null) {
            return List.of();
        }
        if (!(values instanceof Value.Items items)) {
            throw format("Every AllowedValues member must be a list.");
        }
        return items.items().stream()
                .map(item -> {
                    if (item instanceof Value.Text text) {
                        return text.text();
                    }
                    throw format("Every AllowedValues value must be a string.");
                })
                .toList();
    }

    private ParameterConstraints constraints() {
        return new ParameterConstraints(
                text("AllowedPattern").map(pattern -> new AllowedPattern(name, pattern)),
                number("MinLength").map(BigDecimal::intValue),
                number("MaxLength").map(BigDecimal::intValue),
                number("MinValue"),
                number("MaxValue"),
                text("ConstraintDescription"));
    }

    private Optional<BigDecimal> number(String attribute) {
        Function<String, BigDecimal> parse =
                text -> {
                    if (!text.matches("-?\\d{1,18}(\\.\\d{1,18})?")) {
                        throw format("Every " + attribute + " member must be a number.");
                    }
                    return new BigDecimal(text);
                };
        return text(attribute).map(parse);
    }

    private Optional<String> text(String attribute) {
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
