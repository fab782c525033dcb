package io.hydrant.aws.query;

import io.hydrant.aws.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the members of one request and gathers what the service's model forbids about them. Read
/// all members first, then [#check]: AWS reports its complaints together.
public final class CheckedParameters {
    private final Parameters parameters;
    private final List<String> violations = new ArrayList<>();

    public CheckedParameters(Parameters parameters) {
        this.parameters = parameters;
    }

    /// What the model asks of a string: its length, both limits inclusive, and a pattern for the
    /// whole of it.
    public record Text(int minLength, int maxLength, Pattern pattern) {
        private static final Pattern ANYTHING = Pattern.compile("[\\s\\S]*");

        public static Text length(int min, int max) {
            return new Text(min, max, ANYTHING);
        }

        public Text matching(String regex) {
            return new Text(minLength, maxLength, Pattern.compile(regex));
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
            complain(
                    member,
                    values.toString(),
                    "Member must have length less than or equal to ",
                    max);
        }
        return values;
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
            complain(member, text.get(), "Member must have value greater than or equal to ", min);
        }
        if (number > max) {
            complain(member, text.get(), "Member must have value less than or equal to ", max);
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
                    violations.size() + errors + " detected: " + String.join("; ", violations));
        }
    }

    private void checkText(String member, String value, Text text) {
        if (value.length() < text.minLength()) {
            complain(
                    member,
                    value,
                    "Member must have length greater than or equal to ",
                    text.minLength());
        }
        if (value.length() > text.maxLength()) {
            complain(
                    member,
                    value,
                    "Member must have length less than or equal to ",
                    text.maxLength());
        }
        if (!text.pattern().matcher(value).matches()) {
            complain(
                    member,
                    value,
                    "Member must satisfy regular expression pattern: " + text.pattern().pattern());
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

    private void complain(String member, String value, String constraint, int limit) {
        complain(member, value, constraint + limit);
    }

    private void complain(String member, String value, String constraint) {
        violations.add(
                "Value '"
                        + value
                        + "' at '"
                        + wireName(member)
                        + "' failed to satisfy constraint: "
                        + constraint);
    }

    private static String wireName(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }
}
