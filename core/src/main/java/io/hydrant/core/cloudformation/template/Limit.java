package io.hydrant.core.cloudformation.template;

/// How many of a thing a template may have.
final class Limit {
    private Limit() {}

    static void check(String what, int count, int max) {
        if (count > max) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: Number of %s, %d, is greater than maximum allowed, %d",
                    what, count, max);
        }
    }
}
