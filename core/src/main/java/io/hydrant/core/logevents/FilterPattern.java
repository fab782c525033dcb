package io.hydrant.core.logevents;

import java.util.List;
import java.util.function.Predicate;

/// A filter pattern of CloudWatch Logs: terms that a text has (`ERROR`, `"two words"`), has at
/// least one of (`?ERROR ?WARN`) or has not (`-DEBUG`), a regular expression (`%4\d\d%`), or a
/// condition on an event that is JSON: `{ $.errorCode = "S3.*" && $.count > 2 }`. Upper and lower
/// case differ.
public sealed interface FilterPattern extends Predicate<String> {
    /// Matches everything, as an empty pattern does.
    record All() implements FilterPattern {
        @Override
        public boolean test(String message) {
            return true;
        }
    }

    /// Terms. As in AWS those that are optional count only where there are no others.
    record Terms(
            List<Predicate<String>> wanted,
            List<Predicate<String>> optional,
            List<Predicate<String>> excluded)
            implements FilterPattern {
        public Terms {
            wanted = List.copyOf(wanted);
            optional = List.copyOf(optional);
            excluded = List.copyOf(excluded);
        }

        @Override
        public boolean test(String message) {
            boolean isOptionalAlone = !optional.isEmpty() && wanted.isEmpty() && excluded.isEmpty();
            return isOptionalAlone
                    ? optional.stream().anyMatch(term -> term.test(message))
                    : wanted.stream().allMatch(term -> term.test(message))
                            && excluded.stream().noneMatch(term -> term.test(message));
        }
    }

    /// A condition on JSON; what is no JSON object or list does not match.
    record OfJson(JsonCondition condition) implements FilterPattern {
        @Override
        public boolean test(String message) {
            return JsonCondition.json(message).filter(condition::holds).isPresent();
        }
    }

    /// @throws io.hydrant.aws.ServiceException when it is none, or one that Hydrant does not
    ///   support
    static FilterPattern of(String text) {
        String pattern = text.strip();
        if (pattern.isEmpty()) {
            return new All();
        }
        return switch (pattern.charAt(0)) {
            case '{' -> new OfJson(JsonConditionParser.parse(pattern));
            case '[' ->
                    throw LogsError.INVALID_PARAMETER.because(
                            "Hydrant does not support filter patterns of space-delimited fields"
                                    + " ([a, b, …]).");
            default -> PatternTerms.parse(pattern);
        };
    }
}
