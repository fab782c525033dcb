package io.hydrant.aws.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.query.CheckedParameters.Text;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckedParametersTest {
    private static final Text LETTERS = Text.ANY.matching("[a-z]+").ofLength(2, 4);

    private enum Colour {
        RED,
        BLUE
    }

    @Test
    void complaintsComeTogetherInTheOrderOfWhatWasReadAndOfItsConstraints() {
        CheckedParameters members = members("First", "9", "Second", "abcde", "Third", "GREEN");
        members.required("First", LETTERS);
        members.required("Second", Text.length(2, 4).matching("[a-z]+"));
        members.oneOf("Third", Colour.class);
        members.required("Fourth", Text.ANY);
        members.optional("Fifth", LETTERS);
        refused(
                members,
                "5 validation errors detected: Value '9' at 'first' failed to satisfy constraint:"
                        + " Member must satisfy regular expression pattern: [a-z]+; Value '9' at"
                        + " 'first' failed to satisfy constraint: Member must have length greater"
                        + " than or equal to 2; Value 'abcde' at 'second' failed to satisfy"
                        + " constraint: Member must have length less than or equal to 4; Value"
                        + " 'GREEN' at 'third' failed to satisfy constraint: Member must satisfy"
                        + " enum value set: [RED, BLUE]; Value null at 'fourth' failed to satisfy"
                        + " constraint: Member must not be null");
    }

    @Test
    void whatKeepsToTheModelIsRead() {
        CheckedParameters members = members("Name", "abcd", "Colour", "BLUE");
        assertThat(members.required("Name", LETTERS)).isEqualTo("abcd");
        assertThat(members.requiredOneOf("Colour", Colour.class)).contains(Colour.BLUE);
        members.check();
    }

    @Test
    void asMuchIsReportedAsIsWanted() {
        Parameters parameters = new Parameters(Map.of("A", "0123456789", "B", "9", "C", "9"));
        CheckedParameters members = new CheckedParameters(parameters, 1, 4);
        members.required("A", Text.length(1, 9));
        members.required("B", Text.length(2, 9));
        members.required("C", Text.length(2, 9));
        refused(
                members,
                "3 validation errors detected: Value '0123…' at 'a' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 9");
    }

    private static void refused(CheckedParameters members, String text) {
        assertThatThrownBy(members::check)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refusal -> {
                            assertThat(refusal.status()).isEqualTo(400);
                            assertThat(refusal.code()).isEqualTo("ValidationError");
                            assertThat(refusal.text()).isEqualTo(text);
                        });
    }

    private static CheckedParameters members(String... pairs) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new CheckedParameters(new Parameters(values));
    }
}
