package io.hydrant.core.iam;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Policy variables: `${aws:username}` and `${aws:username, 'nobody'}` in resources and condition
/// values, for documents of version 2012-10-17. `${*}`, `${?}` and `${$}` are these characters.
final class Variables {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{\\s*([^},]+?)\\s*(?:,\\s*'([^']*)'\\s*)?}");

    private static final Set<String> LITERALS = Set.of("*", "?", "$");

    private final ConditionContext context;
    private final boolean expanding;

    Variables(ConditionContext context, boolean expanding) {
        this.context = context;
        this.expanding = expanding;
    }

    /// The value with its variables put in, literally; empty when one has no single value and no
    /// default: the statement does not match then.
    Optional<String> expand(String value) {
        if (!expanding || !value.contains("${")) {
            return Optional.of(value);
        }
        Matcher variables = VARIABLE.matcher(value);
        StringBuilder expanded = new StringBuilder();
        while (variables.find()) {
            Optional<String> replacement = valueOf(variables.group(1), variables.group(2));
            if (replacement.isEmpty()) {
                return Optional.empty();
            }
            variables.appendReplacement(
                    expanded, Matcher.quoteReplacement(Glob.literally(replacement.get())));
        }
        return Optional.of(variables.appendTail(expanded).toString());
    }

    /// The pattern that matches whatever the text may become.
    static String asPattern(String text) {
        return VARIABLE.matcher(text).replaceAll("*");
    }

    /// The keys that a text's variables ask for.
    static Stream<String> keys(String text) {
        return VARIABLE.matcher(text)
                .results()
                .map(variable -> variable.group(1))
                .filter(key -> !LITERALS.contains(key));
    }

    private Optional<String> valueOf(String key, @Nullable String otherwise) {
        if (LITERALS.contains(key)) {
            return Optional.of(key);
        }
        List<String> values = context.values(key);
        if (values.size() == 1) {
            return Optional.of(values.getFirst());
        }
        return Optional.ofNullable(otherwise);
    }
}
