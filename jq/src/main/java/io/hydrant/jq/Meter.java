package io.hydrant.jq;

/// What is left of the limits of one evaluation.
final class Meter {
    /// For what is bounded otherwise.
    static final Meter UNMETERED = new Meter(Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

    /// What an object of the JVM takes beside what it holds, about.
    private static final int HEADER = 24;

    private final JqLimits limits;
    private long steps;
    private long bytes;
    private int depth;

    Meter(JqLimits limits) {
        this.limits = limits;
        steps = limits.steps();
        bytes = limits.bytes();
        depth = limits.depth();
    }

    /// For a text of which no more than so many characters are wanted.
    static Meter ofText(long characters) {
        return new Meter(Long.MAX_VALUE, characters, Integer.MAX_VALUE);
    }

    private Meter(long steps, long bytes, int depth) {
        this(new JqLimits(steps, bytes, depth));
    }

    void step() {
        if (--steps < 0) {
            throw tooManySteps();
        }
    }

    void steps(long count) {
        if (this == UNMETERED) {
            return;
        }
        steps -= count;
        if (steps < 0) {
            throw tooManySteps();
        }
    }

    /// A string of so many characters is made.
    void chars(long count) {
        text(HEADER + count);
    }

    /// So much text is written.
    void text(long count) {
        if (this == UNMETERED) {
            return;
        }
        bytes -= count;
        if (bytes < 0) {
            throw tooManyBytes();
        }
    }

    /// How much text may still be written.
    long textLeft() {
        return bytes;
    }

    /// An array or half an object of so many items is made, or copied.
    void items(long count) {
        text(HEADER + count * 8);
        steps(count / 8);
    }

    private JqBudgetException tooManyBytes() {
        return new JqBudgetException(
                "the program makes more than " + limits.bytes() + " bytes of values");
    }

    /// The array or object, unless it is too deep.
    <V extends JqValue> V checked(V made) {
        if (made.depth() > JqLimits.VALUE_DEPTH_MAX) {
            throw new JqBudgetException(
                    "the program makes values deeper than " + JqLimits.VALUE_DEPTH_MAX);
        }
        return made;
    }

    /// A part of a program begins that may nest so deep.
    void enter(int weight) {
        depth -= weight;
        if (depth < 0) {
            throw new JqBudgetException("the program's calls lie deeper than " + limits.depth());
        }
    }

    /// A part that began is over, in whatever way.
    void leave(int weight) {
        depth += weight;
    }

    /// The end of what would never end.
    JqBudgetException endless() {
        return tooManySteps();
    }

    private JqBudgetException tooManySteps() {
        return new JqBudgetException("the program takes more than " + limits.steps() + " steps");
    }
}
