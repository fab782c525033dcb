package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.cloudformation.template.Template;

/// About how much memory, in bytes, something takes while it is worked on.
public final class Weight {
    /// One stack, without its template being read.
    public static final long STACK = 2L << 20;

    /// A page of a list, and the answer that shows it.
    public static final long PAGE = 8L << 20;

    /// What is made of each character of a short template that is all values: objects without
    /// members have two.
    private static final long DENSE = 128;

    /// What the values of a template can come to: their number has a limit.
    private static final long VALUES = 40L << 20;

    private static final long CHARACTER = 8;

    private Weight() {}

    /// A template of so many characters, read and resolved.
    public static long ofTemplate(long characters) {
        return Math.min(DENSE * characters, VALUES + CHARACTER * characters) + (256L << 10);
    }

    /// A template of which only the greatest length is known.
    public static long ofAnyTemplate() {
        return ofTemplate(Template.BYTES_MAX);
    }
}
