package io.hydrant.core.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Patterns that callers give for parameters.
class AllowedPatternTest {
    @ParameterizedTest
    @CsvSource({
        "[a-z]+, films, true",
        "[a-z]+, films1, false",
        "a|ab, ab, true",
        "^[a-zA-Z][a-zA-Z0-9-]*$, my-Name9, true",
        "'(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}', 10.0.0.0/16, true",
        "'[^]]+', a, true",
    })
    void theWholeValueHasToMatch(String pattern, String value, boolean matches) {
        assertThat(AllowedPattern.read("P", pattern).matches(value)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {".*.*.*.*.*.*b", "(.*a){30}b", "(a|b)*", "(a*)*b", "(a|aa)+b"})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noPatternTakesLong(String pattern) {
        boolean matches = AllowedPattern.read("P", pattern).matches("a".repeat(4096));
        assertThat(matches).isEqualTo(!pattern.endsWith("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)b",
                "(?!a)b",
                "(?<=a)b",
                "(a)\\1",
                "a++",
                "[a-z&&[^b]]",
                "[[:alpha:]]",
                "((a{1000}){1000}){1000}",
                "a{1001}",
                "(",
                "[a"
            })
    void whatCannotBeMatchedInTimeIsRefusedByName(String pattern) {
        assertThatThrownBy(() -> AllowedPattern.read("P", pattern))
                .hasMessageContaining("The AllowedPattern of parameter P ");
    }
}
