package io.hydrant.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

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
        return isPlainPath(path) ? path : encode(decodeToBytes(path, false), true);
    }

    /// As a path is read: `+` is a plus.
    public static String decode(String text) {
        return isPlainPath(text) ? text : decodedText(text, false);
    }

    /// As a query string or a form is read: `+` is a space.
    public static String decodeForm(String text) {
        return decodedText(text, true);
    }

    private static String decodedText(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0) {
            return plusIsSpace ? text.replace('+', ' ') : text;
        }
        return new String(decodeToBytes(text, plusIsSpace), StandardCharsets.UTF_8);
    }

    /// A `%` that two hexadecimal digits do not follow stands for itself.
    private static byte[] decodeToBytes(String text, boolean plusIsSpace) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            byte b = encoded[i];
            if (b == '%' && i + 2 < encoded.length && digit(encoded[i + 1]) >= 0) {
                int low = digit(encoded[i + 2]);
                if (low >= 0) {
                    decoded.write(digit(encoded[i + 1]) << 4 | low);
                    i += 2;
                    continue;
                }
            }
            decoded.write(plusIsSpace && b == '+' ? ' ' : b);
        }
        return decoded.toByteArray();
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
