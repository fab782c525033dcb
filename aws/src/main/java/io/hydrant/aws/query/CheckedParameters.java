package io.hydrant.aws.query;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the members of one request and gathers what the service's model forbids about them. Read
/// all members first, then [#check]: AWS reports its complaints together.
public final class CheckedParameters {
    private static final String AT_LEAST_LONG = "Member must have length greater than or equal to ";
    private static final String AT_MOST_LONG = "Member must have length less than or equal to ";

    private final Parameters parameters;
    private final int reportedMax;
    private final int shownMax;
    private final List<String> violations = new ArrayList<>();

    public CheckedParameters(Parameters parameters) {
        this(parameters, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /// @param reportedMax how many complaints a refusal spells out; it counts all of them
    /// @param shownMax how much of a value a complaint repeats, in characters
    public CheckedParameters(Parameters parameters, int reportedMax, int shownMax) {
        this.parameters = parameters;
        this.reportedMax = reportedMax;
        this.shownMax = shownMax;
    }

    /// What the model asks of a string, in the order in which AWS complains of it.
    public record Text(List<Constraint> constraints) {
        public static final Text ANY = new Text(List.of());

        /// @param words what a complaint says of it
        private record Constraint(Predicate<String> holds, String words) {}

        public Text {
            constraints = List.copyOf(constraints);
        }

        public static Text length(int min, int max) {
            return ANY.ofLength(min, max);
        }

        /// Its length, both limits inclusive.
        public Text ofLength(int min, int max) {
            return where(value -> value.length() >= min, AT_LEAST_LONG + min)
                    .where(value -> value.length() <= max, AT_MOST_LONG + max);
        }

        /// A pattern for the whole of it.
        public Text matching(String regex) {
            Pattern pattern = Pattern.compile(regex);
            return where(
                    value -> pattern.matcher(value).matches(),
                    "Member must satisfy regular expression pattern: " + regex);
        }

        public Text where(Predicate<String> holds, String words) {
            List<Constraint> more = new ArrayList<>(constraints);
            more.add(new Constraint(holds, words));
            return new Text(more);
        }
    }

    /// A member that must be there; empty, and complained of, when it is not.
    public String required(String member, Text text) {
        Optional<String> value = optional(member, text);
        if (value.isEmpty()) {
            complainOfAbsence(member);
        }
        return value.orElse("");
    }

    public Optional<String> optional(String member, Text text) {
        Optional<String> value = parameters.get(member);
        value.ifPresent(given -> checkText(member, given, text));
        return value;
    }

    /// A list of strings; empty when absent.
    public List<String> list(String member, Text text, int max) {
        List<String> values = parameters.list(member);
        for (String value : values) {
            checkText(member, value, text);
        }
        if (values.size() > max) {
            complain(member, values.toString(), AT_MOST_LONG + max);
        }
        return values;
    }

    /// A list that must be there, though it may be empty.
    public List<String> requiredList(String member, Text text, int max) {
        if (!parameters.has(member)) {
            complainOfAbsence(member);
        }
        return list(member, text, max);
    }

    public List<Parameters> structures(String member) {
        return parameters.structures(member);
    }

    /// A whole number within the limits, both inclusive.
    public int number(String member, int otherwise, int min, int max) {
        Optional<String> text = parameters.get(member);
        if (text.isEmpty()) {
            return otherwise;
        }
        int number = parse(member, text.get());
        if (number < min) {
            complain(member, text.get(), "Member must have value greater than or equal to " + min);
        }
        if (number > max) {
            complain(member, text.get(), "Member must have value less than or equal to " + max);
        }
        return number;
    }

    public boolean truth(String member, boolean otherwise) {
        return parameters.get(member).map(text -> text.equalsIgnoreCase("true")).orElse(otherwise);
    }

    public <E extends Enum<E>> Optional<E> oneOf(String member, Class<E> values) {
        Optional<String> text = parameters.get(member);
        for (E value : values.getEnumConstants()) {
            if (text.equals(Optional.of(value.toString()))) {
                return Optional.of(value);
            }
        }
        text.ifPresent(given ->
                complain(
                        member,
                        given,
                        "Member must satisfy enum value set: "
                                + List.of(values.getEnumConstants())));
        return Optional.empty();
    }

    public <E extends Enum<E>> Optional<E> requiredOneOf(String member, Class<E> values) {
        if (!parameters.has(member)) {
            complainOfAbsence(member);
        }
        return oneOf(member, values);
    }

    public boolean has(String member) {
        return parameters.has(member);
    }

    /// @throws ServiceException the ValidationError that lists all that was found
    public void check() {
        if (!violations.isEmpty()) {
            String errors = violations.size() == 1 ? " validation error" : " validation errors";
            throw new ServiceException(
                    400,
                    "ValidationError",
                    violations.size()
                            + errors
                            + " detected: "
                            + violations.stream()
                                    .limit(reportedMax)
                                    .collect(Collectors.joining("; ")));
        }
    }

    private void checkText(String member, String value, Text text) {
        for (Text.Constraint constraint : text.constraints()) {
            if (!constraint.holds().test(value)) {
                complain(member, value, constraint.words());
            }
        }
    }

    private static int parse(String member, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new ServiceException(
                    400, "MalformedInput", "Invalid value for " + member + ": " + text);
        }
    }

    private void complainOfAbsence(String member) {
        violations.add(
                "Value null at '"
                        + wireName(member)
                        + "' failed to satisfy constraint: Member must not be null");
    }

    private void complain(String member, String value, String constraint) {
        violations.add(
                "Value '"
                        + (value.length() > shownMax ? value.substring(0, shownMax) + "…" : value)
                        + "' at '"
                        + wireName(member)
                        + "' failed to satisfy constraint: "
                        + constraint);
    }

    private static String wireName(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
