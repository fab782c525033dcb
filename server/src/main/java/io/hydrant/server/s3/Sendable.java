package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.S3Error;

/// What a header of an answer can carry: ISO-8859-1 without control characters, and a name of the
/// characters that HTTP allows in one. An object that was stored with anything else could not be
/// read back.
final class Sendable {
    private static final String NAME_PUNCTUATION = "-_.!#$%&'*+^`|~";

    private Sendable() {}

    static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c ->
                                c >= 'a' && c <= 'z'
                                        || c >= 'A' && c <= 'Z'
                                        || c >= '0' && c <= '9'
                                        || NAME_PUNCTUATION.indexOf(c) >= 0);
    }

    /// @throws io.hydrant.aws.ServiceException InvalidArgument, in S3's words, for what is beyond
    ///   ISO-8859-1 too
    static String wholly(String argument, String value) {
        if (!value.chars().allMatch(Sendable::isSendable)) {
            throw refusal(argument, value);
        }
        return value;
    }

    /// For what is stored. S3 takes characters beyond ISO-8859-1, and shows each as a space.
    ///
    /// @throws io.hydrant.aws.ServiceException InvalidArgument for a control character
    static String withoutControls(String argument, String value) {
        if (!value.chars().allMatch(c -> c > 0xFF || isSendable(c))) {
            throw refusal(argument, value);
        }
        return value;
    }

    /// With a space for each character that cannot be sent, and without blanks at the ends, which
    /// are no part of a header's value.
    static String shown(String value) {
        if (value.chars().allMatch(Sendable::isSendable)) {
            return value.strip();
        }
        return value.codePoints()
                .map(c -> isSendable(c) ? c : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static boolean isSendable(int c) {
        return c >= ' ' && c <= 0xFF && c != 0x7F || c == '\t';
    }

    private static ServiceException refusal(String argument, String value) {
        return S3Error.INVALID_ARGUMENT
                .because("Header value cannot be represented using ISO-8859-1.")
                .with("ArgumentName", argument)
                .with("ArgumentValue", value);
    }
}
