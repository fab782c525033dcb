package io.hydrant.core.cloudformation.template;

import io.hydrant.aws.ServiceException;
import java.nio.charset.StandardCharsets;
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

    /// What `Ref` to the parameter means when `text`, which was checked before, is its value.
    Value value(String text) {
        return type.isList() ? Value.Items.ofTexts(items(text)) : Value.Text.of(text);
    }

    private List<String> items(String text) {
        if (!type.isList()) {
            return List.of(text);
        }
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    /// Lists are checked element by element.
    ///
    /// @param kept whether a stack has had this value so far: then a pattern that cannot be checked
    ///   does not count
    /// @throws io.hydrant.aws.ServiceException when the value is against a constraint
    void check(String text, boolean kept, MatchingEffort effort) {
        if (text.getBytes(StandardCharsets.UTF_8).length > VALUE_BYTES_MAX) {
            throw CloudFormationError.VALIDATION.because(
                    "Parameter '%s' must not be longer than %d bytes", name, VALUE_BYTES_MAX);
        }
        List<String> items = items(text);
        checkPattern(items, kept, effort);
        items.forEach(this::check);
    }

    private void checkPattern(List<String> items, boolean kept, MatchingEffort effort) {
        Optional<AllowedPattern> pattern =
                constraints.allowedPattern().filter(given -> !type.isNumber());
        if (pattern.isPresent() && mismatch(pattern.get(), items, kept, effort).isPresent()) {
            refuse("must match pattern " + pattern.get());
        }
    }

    private static Optional<String> mismatch(
            AllowedPattern pattern, List<String> items, boolean kept, MatchingEffort effort) {
        try {
            return pattern.mismatch(items, effort);
        } catch (ServiceException unsupported) {
            if (kept) {
                return Optional.empty();
            }
            throw unsupported;
        }
    }

    private void check(String text) {
        Optional<String> problem = constraints.problem(text, type.isNumber());
        if (problem.isEmpty() && !allowedValues.isEmpty() && !allowedValues.contains(text)) {
            problem = Optional.of("must be one of AllowedValues");
        }
        problem.ifPresent(this::refuse);
    }

    private void refuse(String problem) {
        throw constraints
                .description()
                .map(why ->
                        CloudFormationError.VALIDATION.because(
                                "Parameter %s failed to satisfy constraint: %s", name, why))
                .orElseGet(() ->
                        CloudFormationError.VALIDATION.because("Parameter '%s' %s", name, problem));
    }
}
