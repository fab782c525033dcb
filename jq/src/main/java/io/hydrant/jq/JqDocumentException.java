package io.hydrant.jq;

/// What a program was to be evaluated on is not one JSON text.
public final class JqDocumentException extends JqException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /// What is wrong with a document.
    public enum Fault {
        /// There is nothing but white space.
        EMPTY,
        /// It is no JSON.
        MALFORMED,
        /// One text follows another.
        SEVERAL
    }

    JqDocumentException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
