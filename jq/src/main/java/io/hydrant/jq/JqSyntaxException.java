package io.hydrant.jq;

/// A text is no program of jq 1.6, or one that is refused by name.
public final class JqSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    JqSyntaxException(String message, int position) {
        super(message);
        this.position = position;
    }

    /// Where in the program, in UTF-16 units from its start.
    public int position() {
        return position;
    }
}
