package io.hydrant.jq;

/// A program took more steps, room or depth than [JqLimits] gives it. No `try` of the program
/// catches this.
public final class JqBudgetException extends JqException {
    private static final long serialVersionUID = 1L;

    JqBudgetException(String message) {
        super(message);
    }
}
