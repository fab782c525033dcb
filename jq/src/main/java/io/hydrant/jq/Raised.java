package io.hydrant.jq;

/// An error on its way through a program, until a `try` catches it. It costs no stack trace.
final class Raised extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Of an error that is no string so many characters are shown.
    private static final int MESSAGE_MAX = 10_000;

    private final transient JqValue value;

    Raised(JqValue value) {
        super(null, null, false, false);
        this.value = value;
    }

    Raised(String message) {
        this(new JqString(message));
    }

    JqValue value() {
        return value;
    }

    /// The error as it leaves the program.
    JqException uncaught() {
        return new JqException(
                value instanceof JqString string
                        ? string.value()
                        : JqText.beginning(value, MESSAGE_MAX) + " (not a string)");
    }

    @Override
    public String getMessage() {
        return JqText.beginning(value, MESSAGE_MAX);
    }
}
