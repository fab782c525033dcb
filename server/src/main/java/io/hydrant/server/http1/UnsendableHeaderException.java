package io.hydrant.server.http1;

/// A header of an answer that HTTP cannot carry. Nothing of the answer was sent, so another one can
/// be.
public final class UnsendableHeaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsendableHeaderException(String name) {
        super("The value or the name of the header " + printable(name) + " cannot be sent");
    }

    private static String printable(String name) {
        return name.codePoints()
                .limit(100)
                .map(c -> c > ' ' && c < 0x7F ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
