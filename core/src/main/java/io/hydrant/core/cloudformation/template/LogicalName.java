package io.hydrant.core.cloudformation.template;

/// The names that a template gives its parts: letters and digits, up to 255 of them.
final class LogicalName {
    private static final int LENGTH_MAX = 255;

    private LogicalName() {}

    static void check(String what, String name) {
        if (!name.matches("[A-Za-z0-9]+")) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: %s name %s is non alphanumeric.", what, name);
        }
        if (name.length() > LENGTH_MAX) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: %s name %s is longer than %d characters.",
                    what, name, LENGTH_MAX);
        }
    }
}
