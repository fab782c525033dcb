package io.hydrant.aws;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Percent-encoding (RFC 3986) of UTF-8 text, as AWS signs it: all bytes but `A-Z a-z 0-9 - . _ ~`
/// become `%XX` in upper case.
public final class PercentEncoding {
    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8), false);
    }

    /// Leaves `/` as it is.
    public static String encodePath(String path) {
        return encode(path.getBytes(StandardCharsets.UTF_8), true);
    }

    /// Decodes, then encodes again: one spelling for all that mean the same path.
    public static String respellPath(String path) {
        return isPlainPath(path) ? path : encode(decodeToBytes(bytesSent(path), false), true);
    }

    /// As [#respellPath], of a name or value in a query string.
    public static String respellForm(String text) {
        return isPlainPath(text) && text.indexOf('/') < 0
                ? text
                : encode(decodeToBytes(bytesSent(text), true), false);
    }

    /// A path as the one text that its bytes are. Empty when a `%` lacks its two digits, or when
    /// the bytes are not UTF-8: two such paths could otherwise be taken for the same.
    public static Optional<String> decodeExactly(String text) {
        return isPlainPath(text) ? Optional.of(text) : exactText(bytesSent(text), false);
    }

    /// As [#decodeExactly], of a name or value in a query string.
    public static Optional<String> decodeFormExactly(String text) {
        return isPlainPath(text) ? Optional.of(text) : exactText(bytesSent(text), true);
    }

    /// As [#decodeFormExactly], of a header's value, which is text already.
    public static Optional<String> decodeHeaderExactly(String text) {
        boolean unreadable = text.indexOf('\uFFFD') >= 0;
        return unreadable
                ? Optional.empty()
                : exactText(text.getBytes(StandardCharsets.UTF_8), true);
    }

    private static Optional<String> exactText(byte[] sent, boolean plusIsSpace) {
        for (int i = 0; i < sent.length; i++) {
            if (sent[i] == '%' && !isEscape(sent, i)) {
                return Optional.empty();
            }
        }
        return utf8(decodeToBytes(sent, plusIsSpace));
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /// What an HTTP head held: a character up to U+00FF is one byte of it.
    private static byte[] bytesSent(String text) {
        return text.getBytes(
                text.chars().allMatch(c -> c <= 0xFF)
                        ? StandardCharsets.ISO_8859_1
                        : StandardCharsets.UTF_8);
    }

    /// As a path is read: `+` is a plus.
    public static String decode(String text) {
        return isPlainPath(text) ? text : decodedText(text, false);
    }

    /// As a query string or a form is read: `+` is a space.
    public static String decodeForm(String text) {
        return decodedText(text, true);
    }

    /// As [#decodeForm], empty when what it gives is not UTF-8.
    public static Optional<String> decodeFormAsUtf8(String text) {
        return text.indexOf('%') < 0
                ? Optional.of(decodeForm(text))
                : utf8(decodeToBytes(text.getBytes(StandardCharsets.UTF_8), true));
    }

    private static String decodedText(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0) {
            return plusIsSpace ? text.replace('+', ' ') : text;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return new String(decodeToBytes(encoded, plusIsSpace), StandardCharsets.UTF_8);
    }

    /// A `%` that two hexadecimal digits do not follow stands for itself.
    private static byte[] decodeToBytes(byte[] encoded, boolean plusIsSpace) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            byte b = encoded[i];
            if (b == '%' && isEscape(encoded, i)) {
                decoded.write(digit(encoded[i + 1]) << 4 | digit(encoded[i + 2]));
                i += 2;
            } else {
                decoded.write(plusIsSpace && b == '+' ? ' ' : b);
            }
        }
        return decoded.toByteArray();
    }

    private static boolean isEscape(byte[] encoded, int at) {
        return at + 2 < encoded.length
                && digit(encoded[at + 1]) >= 0
                && digit(encoded[at + 2]) >= 0;
    }

    private static String encode(byte[] bytes, boolean keepSlash) {
        StringBuilder out = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            char c = (char) (b & 0xFF);
            if (isUnreserved(c) || keepSlash && c == '/') {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    private static boolean isPlainPath(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' && !isUnreserved(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static int digit(byte b) {
        return Character.digit(b, 16);
    }
}
