package io.hydrant.jq;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The text of values as jq 1.6 prints it: no white space, members in their order, and nothing of
/// what lies deeper than 256 levels.
final class JqText {
    /// Beyond this jq prints a remark instead of a value.
    private static final int DEPTH_MAX = 256;

    /// From here on a text is given its room with care.
    private static final int LONG = 1 << 20;

    private static final int GROWTH_MIN = 4_096;

    private static final String TOO_DEEP = "<stripped: exceeds max depth>";
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JqText() {}

    static String of(JqValue value) {
        return switch (value) {
            case JqNull _ -> "null";
            case JqBoolean bool -> bool.value() ? "true" : "false";
            case JqNumber number -> NumberText.of(number.value());
            case JqString string -> {
                StringBuilder text = new StringBuilder(string.value().length() + 2);
                quote(string.value(), text);
                yield text.toString();
            }
            case JqArray _, JqObject _ -> {
                StringBuilder text = new StringBuilder();
                write(value, 0, text, Meter.UNMETERED);
                yield text.toString();
            }
        };
    }

    /// The text, as long as there is room for it.
    static String of(JqValue value, Meter meter) {
        StringBuilder text = new StringBuilder();
        write(value, 0, text, meter);
        meter.chars(0);
        return text.toString();
    }

    /// At least the beginning of the text: so many characters, or all if there are fewer.
    static String beginning(JqValue value, int characters) {
        StringBuilder text = new StringBuilder();
        try {
            write(value, 0, text, Meter.ofText(characters));
        } catch (JqBudgetException _) {
            // Enough is written.
        }
        return text.toString();
    }

    private static void write(JqValue value, int depth, StringBuilder text, Meter meter) {
        if (depth > DEPTH_MAX) {
            meter.text(TOO_DEEP.length());
            text.append(TOO_DEEP);
            return;
        }
        switch (value) {
            case JqNull _, JqBoolean _, JqNumber _ -> {
                String word = of(value);
                text.append(word);
                meter.text(word.length());
            }
            case JqString(String string) -> quote(string, text, meter);
            case JqArray array -> {
                text.append('[');
                for (int i = 0; i < array.size(); i++) {
                    if (i > 0) {
                        text.append(',');
                    }
                    meter.text(1);
                    makeRoom(text, meter);
                    write(array.get(i), depth + 1, text, meter);
                }
                text.append(']');
                meter.text(1);
            }
            case JqObject object -> {
                text.append('{');
                for (int i = 0; i < object.size(); i++) {
                    if (i > 0) {
                        text.append(',');
                    }
                    makeRoom(text, meter);
                    quote(object.key(i), text, meter);
                    text.append(':');
                    write(object.value(i), depth + 1, text, meter);
                }
                text.append('}');
                meter.text(1);
            }
        }
    }

    /// A long text gets all the room at once that it may still fill: growing by doubles, it would
    /// take three times as much.
    private static void makeRoom(StringBuilder text, Meter meter) {
        boolean isAlmostFull = text.capacity() - text.length() < GROWTH_MIN;
        if (text.length() > LONG && isAlmostFull && meter.textLeft() < JqLimits.DEFAULT.bytes()) {
            text.ensureCapacity(text.length() + (int) meter.textLeft() + 2 * GROWTH_MIN);
        }
    }

    private static void quote(String string, StringBuilder text, Meter meter) {
        if (string.length() >= meter.textLeft()) {
            // Not more of it is written than there is room for.
            quote(string.substring(0, (int) Math.max(0, meter.textLeft())), text);
            meter.text(string.length() + 1L);
            return;
        }
        int before = text.length();
        quote(string, text);
        meter.text(text.length() - before);
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"');
        int from = 0;
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && c != 0x7f) {
                continue;
            }
            text.append(string, from, i);
            from = i + 1;
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> text.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        text.append(string, from, string.length()).append('"');
    }

    /// The text in so many bytes of UTF-8 as jq's messages have room for, one of which C takes;
    /// what is longer ends in three dots.
    static String truncated(JqValue value, int room) {
        String text = beginning(value, 2 * room);
        if (text.length() < room && isAscii(text)) {
            return text;
        }
        // A character has at most three bytes for each of its units: no more than this is needed.
        byte[] bytes =
                text.substring(0, Math.min(text.length(), room + 1))
                        .getBytes(StandardCharsets.UTF_8);
        if (bytes.length < room) {
            return text;
        }
        byte[] cut = Arrays.copyOf(bytes, room - 1);
        Arrays.fill(cut, room - 4, room - 1, (byte) '.');
        return Utf8Text.of(cut, 0, cut.length);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}
