package io.hydrant.aws.json;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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

    public void checkPattern(String path, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            add(path, pattern(pattern.pattern()));
        }
    }

    void add(String path, String constraint) {
        if (texts.size() < REPORTED_MAX) {
            texts.add("Value at '" + path + "' failed to satisfy constraint: " + constraint);
        }
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
