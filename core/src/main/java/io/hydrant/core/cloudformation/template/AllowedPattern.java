package io.hydrant.core.cloudformation.template;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;

/// The AllowedPattern of a parameter: all of a value has to match. It is the caller's, and so it
/// runs in an engine that never goes back over the text: the time that it takes grows with the
/// lengths of pattern and value, whatever they are. What that engine does not have, look-arounds,
/// back-references and possessive repeats, is refused by name, and so is what it would read
/// otherwise than AWS does. All of this is told when a value is to be checked and not before: a
/// stack that has its values already can go on with any pattern.
public final class AllowedPattern {
    /// In characters; a value has as many bytes.
    private static final int CHARACTERS_MAX = 4_096;

    /// What repeats within repeats may come to: how many times the engine writes its atoms down.
    private static final int ATOMS_MAX = 20_000;

    private final String parameter;
    private final String text;

    AllowedPattern(String parameter, String text) {
        this.parameter = parameter;
        this.text = text;
    }

    /// The first of some values that does not match, if there is one.
    ///
    /// @param effort what the values of a request may take together
    /// @throws io.hydrant.aws.ServiceException when it is no pattern, or none that can be checked
    Optional<String> mismatch(List<String> values, MatchingEffort effort) {
        PatternScan scan = scan();
        long characters = 0;
        for (String value : values) {
            characters += value.length() + 1;
        }
        return effort.spend(
                parameter,
                scan.atoms(),
                characters,
                () -> {
                    Pattern pattern = compiled();
                    return values.stream()
                            .filter(value -> !pattern.matcher(value).matches())
                            .findFirst();
                });
    }

    private PatternScan scan() {
        if (text.length() > CHARACTERS_MAX) {
            throw refusal("is longer than " + CHARACTERS_MAX + " characters");
        }
        PatternScan scan = new PatternScan(text, ATOMS_MAX);
        scan.problem()
                .ifPresent(problem -> {
                    throw refusal(problem);
                });
        return scan;
    }

    private Pattern compiled() {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw refusal(
                    "is not a regular expression, or has what Hydrant does not support: "
                            + e.getDescription());
        }
    }

    private RuntimeException refusal(String problem) {
        return CloudFormationError.VALIDATION.because(
                "Template format error: The AllowedPattern of parameter %s %s.",
                parameter, problem);
    }

    @Override
    public String toString() {
        return text;
    }
}
