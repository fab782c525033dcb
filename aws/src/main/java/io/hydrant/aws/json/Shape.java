package io.hydrant.aws.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What the API model says about a value in a request: its type and its constraints. Services
/// declare their requests as tables of these:
///
/// ```
/// static final Structure BUFFERING_HINTS =
///         structure()
///                 .with("SizeInMBs", integer().between(1, 128))
///                 .with("IntervalInSeconds", integer().between(0, 900));
/// ```
public sealed interface Shape {

    /// A string. `values`, when there are any, are all that is allowed, in the order in which AWS
    /// prints them; the pattern must match the whole string, unless it is one of `exceptions`.
    record Text(
            int minLength,
            int maxLength,
            Optional<Pattern> pattern,
            List<String> values,
            Set<String> exceptions)
            implements Shape {
        public Text {
            values = List.copyOf(values);
            exceptions = Set.copyOf(exceptions);
        }

        public Text length(int min, int max) {
            return new Text(min, max, pattern, values, exceptions);
        }

        public Text matching(String regex) {
            Pattern compiled = Pattern.compile(regex);
            return new Text(minLength, maxLength, Optional.of(compiled), values, exceptions);
        }

        /// Takes values that the pattern forbids, though AWS's documentation has them.
        public Text orElse(Set<String> values) {
            return new Text(minLength, maxLength, pattern, this.values, values);
        }

        boolean matchesPattern(String value) {
            return exceptions.contains(value)
                    || pattern.map(regex -> regex.matcher(value).matches()).orElse(true);
        }

        /// Whether the value breaks none of the constraints.
        public boolean accepts(String value) {
            return value.length() >= minLength
                    && value.length() <= maxLength
                    && matchesPattern(value)
                    && (values.isEmpty() || values.contains(value));
        }
    }

    /// A whole number; fractions are cut off, as AWS does.
    record WholeNumber(long min, long max) implements Shape {
        public WholeNumber between(long least, long most) {
            return new WholeNumber(least, most);
        }

        public WholeNumber atLeast(long least) {
            return new WholeNumber(least, max);
        }
    }

    record DecimalNumber(double min, double max) implements Shape {
        public DecimalNumber between(double least, double most) {
            return new DecimalNumber(least, most);
        }
    }

    record Truth() implements Shape {}

    /// Seconds since 1970.
    record Timestamp() implements Shape {}

    record Sequence(Shape element, int minLength, int maxLength) implements Shape {
        public Sequence length(int min, int max) {
            return new Sequence(element, min, max);
        }
    }

    record Mapping(Text key, Text value) implements Shape {}

    record Member(String name, Shape shape, boolean required) {}

    /// A structure whose members are listed in the order in which violations are reported. Members
    /// that are not listed are ignored, as AWS does.
    record Structure(List<Member> members) implements Shape {
        public Structure {
            members = List.copyOf(members);
        }

        public Structure with(String name, Shape shape) {
            return with(new Member(name, shape, false));
        }

        public Structure require(String name, Shape shape) {
            return with(new Member(name, shape, true));
        }

        public Structure with(Member member) {
            List<Member> more = new ArrayList<>(members);
            more.add(member);
            return new Structure(more);
        }
    }

    static Text text() {
        return new Text(0, Integer.MAX_VALUE, Optional.empty(), List.of(), Set.of());
    }

    static Text oneOf(String... values) {
        return new Text(0, Integer.MAX_VALUE, Optional.empty(), List.of(values), Set.of());
    }

    /// A text that is one of an enumeration's names on the wire.
    static <E extends Enum<E>> Text oneOf(E[] values, Function<E, String> wireName) {
        return oneOf(Arrays.stream(values).map(wireName).toArray(String[]::new));
    }

    static WholeNumber integer() {
        return new WholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static DecimalNumber decimal() {
        return new DecimalNumber(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    static Truth truth() {
        return new Truth();
    }

    static Sequence listOf(Shape element) {
        return new Sequence(element, 0, Integer.MAX_VALUE);
    }

    static Structure structure() {
        return new Structure(List.of());
    }
}
