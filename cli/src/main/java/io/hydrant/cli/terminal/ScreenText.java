package io.hydrant.cli.terminal;

import java.util.Arrays;

/// Texts as they stand on a terminal: in cells, of which a letter takes one, a Chinese character or
/// an emoji two, and an accent that follows its letter none.
public final class ScreenText {
    private static final String ELLIPSIS = "…";
    private static final int REPLACEMENT = 0xFFFD;

    /// First and last code points that take two cells, in ascending order.
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD,
        0x25FE, 0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1,
        0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA,
        0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, 0x2705, 0x2705,
        0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757,
        0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50,
        0x2B55, 0x2B55, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF, 0x4E00, 0xA4CF, 0xA960,
        0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6,
        0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F004, 0x1F004, 0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E,
        0x1F191, 0x1F19A, 0x1F1E6, 0x1F202, 0x1F210, 0x1F23B, 0x1F240, 0x1F248, 0x1F250, 0x1F251,
        0x1F260, 0x1F265, 0x1F300, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E, 0x1F393,
        0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E,
        0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567,
        0x1F57A, 0x1F57A, 0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5,
        0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2, 0x1F6D5, 0x1F6D7, 0x1F6DC, 0x1F6DF, 0x1F6EB, 0x1F6EC,
        0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7EB, 0x1F7F0, 0x1F7F0, 0x1F90C, 0x1F93A, 0x1F93C, 0x1F945,
        0x1F947, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x3FFFD
    };

    private ScreenText() {}

    /// How many cells it takes. Of a text that is [#clean].
    public static int width(String text) {
        return text.codePoints().map(ScreenText::width).sum();
    }

    private static int width(int character) {
        if (character >= ' ' && character < 0x300) {
            return 1;
        }
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || (character >= 0x1160 && character <= 0x11FF)) {
            return 0;
        }
        return isWide(character) ? 2 : 1;
    }

    private static boolean isWide(int character) {
        int found = Arrays.binarySearch(WIDE, character);
        return found >= 0 || (-found - 1) % 2 == 1;
    }

    /// In one line and without anything that a terminal would obey: what strangers write into keys
    /// and messages moves no cursor, changes no title and turns no text around.
    public static String clean(String text) {
        return harmless(text.replaceAll("\\s+", " "), false).strip();
    }

    /// With the line ends and tabs that it has.
    static String harmless(String text, boolean breaks) {
        if (text.codePoints().noneMatch(character -> isObeyed(character, breaks))) {
            return text;
        }
        StringBuilder harmless = new StringBuilder(text.length());
        text.codePoints()
                .map(character -> isObeyed(character, breaks) ? REPLACEMENT : character)
                .forEach(harmless::appendCodePoint);
        return harmless.toString();
    }

    private static boolean isObeyed(int character, boolean breaks) {
        if (breaks && (character == '\n' || character == '\t')) {
            return false;
        }
        boolean turnsAround =
                (character >= 0x202A && character <= 0x202E)
                        || (character >= 0x2066 && character <= 0x2069);
        return turnsAround
                || Character.isISOControl(character)
                || Character.getType(character) == Character.SURROGATE;
    }

    /// As much of it as fits into so many cells; what is cut off leaves a mark.
    public static String cut(String text, int cells) {
        if (width(text) <= cells) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int character : text.codePoints().toArray()) {
            if (used + width(character) > cells - 1) {
                break;
            }
            used += width(character);
            kept.appendCodePoint(character);
        }
        return cells > 0 ? kept + ELLIPSIS : "";
    }

    /// In exactly so many cells, at the left of them.
    public static String left(String text, int cells) {
        String cut = cut(text, cells);
        return cut + " ".repeat(cells - width(cut));
    }

    /// In exactly so many cells, at the right of them.
    public static String right(String text, int cells) {
        String cut = cut(text, cells);
        return " ".repeat(cells - width(cut)) + cut;
    }
}
