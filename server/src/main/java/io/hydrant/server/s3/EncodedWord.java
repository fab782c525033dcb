package io.hydrant.server.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The user's metadata in a header, as S3 writes it (recorded in 2026): plain while it is printable
/// ASCII, else one word of RFC 2047, in the form `Q`, or `B` when a control character is in it.
final class EncodedWord {
    /// What the form `Q` leaves as it is, beside the space, which it writes as `_`.
    private static final String PLAIN =
            "!\"#$%&'()*+,-./0123456789:;<>@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^`"
                    + "abcdefghijklmnopqrstuvwxyz{|}~\t";

    private EncodedWord() {}

    static String of(String value) {
        if (value.chars().allMatch(c -> c >= ' ' && c < 0x7F || c == '\t')) {
            return value.strip();
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return value.codePoints().anyMatch(EncodedWord::isUnprintable)
                ? "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?="
                : "=?UTF-8?Q?" + quoted(bytes) + "?=";
    }

    private static boolean isUnprintable(int codePoint) {
        return codePoint == 0xFFFD
                || switch (Character.getType(codePoint)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED ->
                            true;
                    default -> false;
                };
    }

    private static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * 3);
        for (byte each : bytes) {
            char c = (char) (each & 0xFF);
            if (c == ' ') {
                text.append('_');
            } else if (PLAIN.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append("=%02X".formatted((int) c));
            }
        }
        return text.toString();
    }
}
