package io.hydrant.core.cloudformation.template;

import java.math.BigDecimal;
import java.util.Optional;

/// What a parameter's value has to be like; lists are checked element by element.
public record ParameterConstraints(
        Optional<AllowedPattern> allowedPattern,
        Optional<Integer> minLength,
        Optional<Integer> maxLength,
        Optional<BigDecimal> minValue,
        Optional<BigDecimal> maxValue,
        Optional<String> description) {

    /// What is wrong with `text`, as the end of a sentence that begins with the parameter's name.
    Optional<String> problem(String text, boolean number) {
        if (number) {
            return numberProblem(text);
        }
        if (minLength.isPresent() && text.length() < minLength.get()) {
            return Optional.of("must contain at least " + minLength.get() + " characters");
        }
        if (maxLength.isPresent() && text.length() > maxLength.get()) {
            return Optional.of("must contain at most " + maxLength.get() + " characters");
        }
        return Optional.empty();
    }

    private Optional<String> numberProblem(String text) {
        if (!text.strip()
                .matches("[-+]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][-+]?\\d{1,3})?")) {
            return Optional.of("must be a number.");
        }
        BigDecimal number = new BigDecimal(text.strip());
        if (minValue.isPresent() && number.compareTo(minValue.get()) < 0) {
            return Optional.of("must be a number not less than " + minValue.get().toPlainString());
        }
        if (maxValue.isPresent() && number.compareTo(maxValue.get()) > 0) {
            return Optional.of(
                    "must be a number not greater than " + maxValue.get().toPlainString());
        }
        return Optional.empty();
    }
}
