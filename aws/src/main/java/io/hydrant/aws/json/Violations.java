package io.hydrant.aws.json;

import java.util.ArrayList;
import java.util.List;

/// The constraints of the model that one request breaks. AWS reports them together, at most ten.
/// Values are not shown: AWS has not printed them since about 2020.
public final class Violations {
    private static final int REPORTED_MAX = 10;

    private final List<String> texts = new ArrayList<>();

    public void missing(String path) {
        add(path, "Member must not be null");
    }

    /// Checks a length (of a string, list or blob) against limits that both may be reached.
    public void checkLength(String path, long length, long min, long max) {
        if (length < min) {
            add(path, lengthAtLeast(min));
        }
        if (length > max) {
            add(path, lengthAtMost(max));
        }
    }

    public void check(String path, String value, Shape.Text shape) {
        checkLength(path, value.length(), shape.minLength(), shape.maxLength());
        shape.pattern()
                .filter(pattern -> !shape.matchesPattern(value))
                .ifPresent(pattern -> add(path, pattern(pattern.pattern())));
        if (!shape.values().isEmpty() && !shape.values().contains(value)) {
            String values = String.join(", ", shape.values());
            add(path, "Member must satisfy enum value set: [" + values + "]");
        }
    }

    void add(String path, String constraint) {
        if (texts.size() < REPORTED_MAX) {
            texts.add("Value at '" + path + "' failed to satisfy constraint: " + constraint);
        }
    }

    boolean isEmpty() {
        return texts.isEmpty();
    }

    /// @throws io.hydrant.aws.ServiceException the ValidationException that lists them, if any
    public void refuseIfAny() {
        if (!texts.isEmpty()) {
            String errors = texts.size() == 1 ? " validation error" : " validation errors";
            throw JsonError.VALIDATION.because(
                    texts.size() + errors + " detected: " + String.join("; ", texts));
        }
    }

    static String lengthAtLeast(long min) {
        return "Member must have length greater than or equal to " + min;
    }

    static String lengthAtMost(long max) {
        return "Member must have length less than or equal to " + max;
    }

    static String pattern(String pattern) {
        return "Member must satisfy regular expression pattern: " + pattern;
    }

    /// The path of an element of a list; `index` starts at zero, AWS's paths at one.
    public static String element(String listPath, int index) {
        return listPath + "." + (index + 1) + ".member";
    }
}
