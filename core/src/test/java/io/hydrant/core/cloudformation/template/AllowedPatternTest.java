package io.hydrant.core.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import java.util.List;
import org.junit.jupiter.api.Test;
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
        assertThat(matches(pattern, value)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {".*.*.*.*.*.*b", "(.*a){30}b", "(a|b)*", "(a*)*b", "(a|aa)+b"})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void noPatternTakesLong(String pattern) {
        boolean matches = matches(pattern, "a".repeat(4096));
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
                "[a",
                "\\p{Nope}"
            })
    void whatCannotBeMatchedInTimeIsRefusedByName(String pattern) {
        assertThatThrownBy(() -> matches(pattern, "a"))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("The AllowedPattern of parameter P ");
    }

    @ParameterizedTest
    @CsvSource({
        "'(?=.*[a-z])(?=.*[0-9]).{8,}', look-around, AllowedValues",
        "(?!-)[a-z-]+(?<!-), look-around, alternatives",
        "[a-z]++, possessive, leave the second + out",
        "'[a-z]{2,5}+', possessive, leave the second + out",
        "'(?>ab|a)c', atomic group, (?:",
        "(['\"])x\\1, back-reference, alternatives",
    })
    void aRefusalSaysWhatToWriteInstead(String pattern, String construct, String instead) {
        assertThatThrownBy(() -> matches(pattern, "abc"))
                .hasMessageContaining(construct)
                .hasMessageContaining(instead);
    }

    @Test
    void deepNestingIsNoTrouble() {
        assertThat(matches("(".repeat(2000) + "a" + ")".repeat(2000), "a")).isTrue();
    }

    @Test
    void whatTakesTooLongForItsValueIsRefused() {
        String long500 = "([ab]{0,50}[ac]{0,50}){1,5}";
        assertThat(matches(long500, "a".repeat(400))).isTrue();
        String long20000 = "([ab]{0,500}[ac]{0,500}){1,10}x";
        assertThatThrownBy(() -> matches(long20000, "a".repeat(4096)))
                .hasMessageContaining("Use MinLength and MaxLength");
    }

    @Test
    void allPatternsOfARequestTogetherHaveALimit() {
        MatchingEffort effort = new MatchingEffort();
        AllowedPattern pattern = new AllowedPattern("P", "[a-z]{1,100}");
        List<String> values = List.of("a".repeat(4000));
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 200; i++) {
                                assertThat(pattern.mismatch(values, effort)).isPresent();
                            }
                        })
                .isInstanceOf(ServiceException.class);
    }

    private static boolean matches(String pattern, String value) {
        return new AllowedPattern("P", pattern)
                .mismatch(List.of(value), new MatchingEffort())
                .isEmpty();
    }
}
