package io.hydrant.core.glue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/// The expression of GetTables: a regular expression that a whole name must match, in which a lone
/// `*` stands for any characters, as in Hive's patterns. It is the caller's, and so it runs in an
/// engine that never goes back over the text; counted repeats, of which that engine makes copies,
/// are refused.
public final class NameExpression {
    /// Behind these a `*` repeats.
    private static final String REPEATABLE = ".)]\\";

    private final Optional<Pattern> pattern;

    private NameExpression(Optional<Pattern> pattern) {
        this.pattern = pattern;
    }

    /// Matches all names.
    public static NameExpression all() {
        return new NameExpression(Optional.empty());
    }

    /// @throws io.hydrant.aws.ServiceException InvalidInputException for what is no expression
    public static NameExpression of(String text) {
        if (text.isEmpty()) {
            return all();
        }
        if (text.contains("{")) {
            throw GlueError.notSupported("counted repeats in Expression");
        }
        try {
            return new NameExpression(
                    Optional.of(Pattern.compile(withoutGlobs(text), Pattern.CASE_INSENSITIVE)));
        } catch (PatternSyntaxException e) {
            throw GlueError.INVALID_INPUT.because(
                    "Expression is not a regular expression, or has what Hydrant does not support:"
                            + " %s",
                    e.getDescription());
        }
    }

    private static String withoutGlobs(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' && (i == 0 || REPEATABLE.indexOf(text.charAt(i - 1)) < 0)) {
                regex.append('.');
            }
            regex.append(c);
        }
        return regex.toString();
    }

    boolean matches(String name, Effort effort) {
        if (pattern.isEmpty()) {
            return true;
        }
        effort.spend((long) name.length() * pattern.get().pattern().length());
        return pattern.get().matcher(name).matches();
    }

    /// What one request may have matched: names are many, and expressions long.
    static final class Effort {
        /// Characters of names, each times those of the expression: well below a second.
        private static final long MAX = 20_000_000;

        private long spent;

        private void spend(long more) {
            spent += more;
        }

        boolean isSpent() {
            return spent >= MAX;
        }
    }
}
