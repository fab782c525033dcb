package io.hydrant.core.cloudformation.template;

/// How many of a thing a template may have.
final class Limit {
    /// How deep objects and lists may lie in each other, functions included: deeper than any
    /// template, and not too deep for whatever walks through it or writes it down.
    static final int DEPTH_MAX = 200;

    /// How many values a template may have, each with its place in memory: texts, objects, lists.
    static final int VALUES_MAX = 100_000;

    private Limit() {}

    static void check(String what, int count, int max) {
        if (count > max) {
            throw CloudFormationError.VALIDATION.because(
                    "Template format error: Number of %s, %d, is greater than maximum allowed, %d",
                    what, count, max);
        }
    }
}
