package io.hydrant.jq;

/// A text is no regular expression; the message is Oniguruma's where it has one.
final class RegexFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegexFault(String message) {
        super(message, null, false, false);
    }
}
