package io.hydrant.core.cloudformation.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A parameter as the template declares it.
public record Parameter(
        String name,
        ParameterType type,
        Optional<String> defaultValue,
        boolean noEcho,
        Optional<String> description,
        List<String> allowedValues,
        ParameterConstraints constraints) {
    /// What is shown of a value that is not.
    public static final String MASK = "****";

    /// How long a value may be, in bytes.
    private static final int VALUE_BYTES_MAX = 4096;

    public Parameter {
        allowedValues = List.copyOf(allowedValues);
    }

    /// The default as it may be shown.
    public Optional<String> shownDefault() {
        return noEcho ? defaultValue.map(value -> MASK) : defaultValue;
    }

    /// What `Ref` to the parameter means when `text` is its value.
    ///
    /// @throws io.hydrant.aws.ServiceException when the value is against a constraint
    Value value(String text) {
        if (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > VALUE_BYTES_MAX) {
            throw CloudFormationError.VALIDATION.because(
                    "Parameter '%s' must not be longer than %d bytes", name, VALUE_BYTES_MAX);
        }
        if (!type.isList()) {
            check(text);
            return Value.Text.of(text);
        }
        List<String> items = new ArrayList<>();
        if (!text.isEmpty()) {
            Stream.of(text.split(",", -1)).map(String::strip).forEach(items::add);
        }
        items.forEach(this::check);
        return Value.Items.ofTexts(items);
    }

    private void check(String text) {
        Optional<String> problem = constraints.problem(text, type.isNumber());
        if (problem.isEmpty() && !allowedValues.isEmpty() && !allowedValues.contains(text)) {
            problem = Optional.of("must be one of AllowedValues");
        }
        problem.ifPresent(text1 -> {
            throw constraints
                    .description()
                    .map(why ->
                            CloudFormationError.VALIDATION.because(
                                    "Parameter %s failed to satisfy constraint: %s", name, why))
                    .orElseGet(() ->
                            CloudFormationError.VALIDATION.because(
                                    "Parameter '%s' %s", name, text1));
        });
    }
}
