package io.hydrant.core.ssm;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How somebody names a parameter: by name or ARN, and behind a colon which version is meant, if
/// not the newest.
///
/// @param names that are tried, in order
/// @param selector a version's number, or a label
public record ParameterReference(String given, List<String> names, Optional<String> selector) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /// The colons of an ARN.
    private static final int COLONS = 5;

    public ParameterReference {
        names = List.copyOf(names);
    }

    static ParameterReference parse(String given, ParameterNames rules) {
        String text = given.strip();
        boolean isArn = text.startsWith("arn:");
        int start = 0;
        for (int i = 0; isArn && start >= 0 && i < COLONS; i++) {
            start = text.indexOf(':', start) + 1;
        }
        int colon = text.indexOf(':', start);
        String name = colon < 0 ? text : text.substring(0, colon);
        return new ParameterReference(
                text,
                isArn ? rules.ofArn(name) : List.of(name),
                colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1)));
    }

    /// The number of the version that is meant, if it is said by its number.
    Optional<Long> number() {
        return selector.filter(text -> NUMBER.matcher(text).matches()).map(Long::valueOf);
    }

    /// Whether the version is said by a label.
    public boolean isOfLabel() {
        return selector.isPresent() && number().isEmpty();
    }

    /// As permissions name it.
    public String arn(ParameterNames rules) {
        if (!given.startsWith("arn:")) {
            return rules.arn(names.getFirst());
        }
        return selector.isEmpty()
                ? given
                : given.substring(0, given.length() - selector.get().length() - 1);
    }
}
