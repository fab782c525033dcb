package io.hydrant.jq;

import java.nio.charset.StandardCharsets;

/// Text of bytes that may not be UTF-8: jq puts U+FFFD in place of what is not.
final class Utf8Text {
    private Utf8Text() {}

    static String of(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return lenient(bytes, from, to);
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// A sequence that breaks off is one U+FFFD; a byte that begins none is one of its own; so is
    /// what is too long, a surrogate, or beyond U+10FFFF. Of one that the end cuts nothing is kept.
    private static String lenient(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            int first = bytes[at] & 0xff;
            int length = lengthAt(first);
            if (length == 1) {
                text.append((char) first);
                at++;
                continue;
            }
            if (length == 0) {
                text.append('\ufffd');
                at++;
                continue;
            }
            if (at + length > to) {
                return text.append('\ufffd').toString();
            }
            int code = first & (0xff >> (length + 1));
            int taken = 1;
            while (taken < length && (bytes[at + taken] & 0xc0) == 0x80) {
                code = code << 6 | bytes[at + taken] & 0x3f;
                taken++;
            }
            boolean whole = taken == length && isProper(code, length);
            text.appendCodePoint(whole ? code : 0xfffd);
            at += taken;
        }
        return text.toString();
    }

    private static int lengthAt(int first) {
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    }

    private static boolean isProper(int code, int length) {
        int least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
        return code >= least && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
