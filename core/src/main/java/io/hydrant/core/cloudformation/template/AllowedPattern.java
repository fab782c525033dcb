package io.hydrant.core.cloudformation.template;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/// The AllowedPattern of a parameter: all of a value has to match. It is the caller's, and so it
/// runs in an engine that never goes back over the text: the time that it takes grows with the
/// lengths of pattern and value, whatever they are. What that engine does not have, look-arounds,
/// back-references and possessive repeats, is refused by name, and so is what it would read
/// otherwise than AWS does.
public final class AllowedPattern {
    /// In characters; a value has as many bytes.
    private static final int CHARACTERS_MAX = 4_096;

    /// What repeats within repeats may come to: how many times the engine writes its atoms down.
    private static final int ATOMS_MAX = 20_000;

    private final Pattern pattern;

    private AllowedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /// @throws io.hydrant.aws.ServiceException when it is no pattern, or none that can be checked
    static AllowedPattern read(String parameter, String text) {
        Optional<String> problem = problem(text);
        if (problem.isPresent()) {
            throw refusal(parameter, problem.get());
        }
        try {
            return new AllowedPattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw refusal(
                    parameter,
                    "is not a regular expression, or has what Hydrant does not support"
                            + " (look-arounds, back-references, possessive repeats, repeats of more"
                            + " than 1000): "
                            + e.getDescription());
        }
    }

    private static RuntimeException refusal(String parameter, String problem) {
        return CloudFormationError.VALIDATION.because(
                "Template format error: The AllowedPattern of parameter %s %s.",
                parameter, problem);
    }

    private static Optional<String> problem(String text) {
        if (text.length() > CHARACTERS_MAX) {
            return Optional.of("is longer than " + CHARACTERS_MAX + " characters");
        }
        return new PatternScan(text, ATOMS_MAX).problem();
    }

    boolean matches(String value) {
        return pattern.matcher(value).matches();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
