package io.hydrant.core.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Type: String, AllowedValues: [a, b]         | c   | Parameter 'P' must be one of AllowedValues",
                "Type: String, AllowedPattern: '[a-z]+'      | a1  | Parameter 'P' must match pattern [a-z]+",
                "Type: String, MinLength: 2                  | a   | Parameter 'P' must contain at least 2 characters",
                "Type: String, MaxLength: 2                  | abc | Parameter 'P' must contain at most 2 characters",
                "Type: Number                                | x   | Parameter 'P' must be a number.",
                "Type: Number, MinValue: 5                   | 4   | Parameter 'P' must be a number not less than 5",
                "Type: Number, MaxValue: 5                   | 5.5 | Parameter 'P' must be a number not greater than 5",
                "Type: List<Number>                          | 1,x | Parameter 'P' must be a number.",
                "Type: String, MinLength: 2, ConstraintDescription: no | a | Parameter P failed to satisfy constraint: no",
            })
    void aValueAgainstAConstraintIsRefused(String attributes, String value, String text) {
        assertThat(refusal(attributes, Map.of("P", value))).isEqualTo(text);
    }

    @Test
    void everyMissingValueIsNamed() {
        assertThat(refusal("Type: String", Map.of())).isEqualTo("Parameters: [P] must have values");
    }

    @Test
    void valuesForNothingAreRefused() {
        assertThat(refusal("Type: String", Map.of("P", "x", "Q", "y")))
                .isEqualTo("Parameters: [Q] do not exist in the template");
    }

    @Test
    void anEmptyTextIsAValue() {
        Template template = template("Type: String");
        assertThat(
                        ParameterValues.of(
                                        template.parameters().values(), Map.of("P", ""), Map.of())
                                .texts())
                .containsEntry("P", "");
    }

    @Test
    void fourThousandAndNinetySixBytesAreEnough() {
        Template template = template("Type: String");
        ParameterValues.of(template.parameters().values(), Map.of("P", "x".repeat(4096)), Map.of());
        assertThat(refusal("Type: String", Map.of("P", "x".repeat(4097))))
                .isEqualTo("Parameter 'P' must not be longer than 4096 bytes");
    }

    private static Template template(String attributes) {
        return new TemplateReader(Set.of("T::T"))
                .read("Parameters: {P: {" + attributes + "}}\nResources: {R: {Type: 'T::T'}}\n");
    }

    private static String refusal(String attributes, Map<String, String> values) {
        try {
            throw new AssertionError(
                    ParameterValues.of(
                            template(attributes).parameters().values(), values, Map.of()));
        } catch (ServiceException refused) {
            return refused.text();
        }
    }
}
