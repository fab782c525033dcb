package io.hydrant.jq;

import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Sets of code points, by the names that regular expressions have for them.
final class CodePoints {
    private CodePoints() {}

    static boolean isWord(int c) {
        if (c < 0x80) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER ->
                    true;
            default -> Character.isAlphabetic(c);
        };
    }

    static boolean isSpace(int c) {
        return c >= 0x09 && c <= 0x0d
                || c == ' '
                || c == 0x85
                || c > 0x7f && Character.isSpaceChar(c);
    }

    static boolean isDigit(int c) {
        return c < 0x80 ? c >= '0' && c <= '9' : Character.isDigit(c);
    }

    private static boolean isHex(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    /// The set of that name, as `[:alpha:]` or `\p{L}` have it; null if there is none.
    static @Nullable IntPredicate named(String name) {
        String bare = name.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
        return switch (bare) {
            case "alnum" -> c -> Character.isAlphabetic(c) || isDigit(c);
            case "alpha", "alphabetic" -> Character::isAlphabetic;
            case "ascii" -> c -> c < 0x80;
            case "blank" ->
                    c -> c == ' ' || c == '\t' || Character.getType(c) == Character.SPACE_SEPARATOR;
            case "cntrl" -> c -> Character.getType(c) == Character.CONTROL;
            case "digit" -> CodePoints::isDigit;
            case "graph" -> c -> isGraphic(c);
            case "lower", "lowercase" -> Character::isLowerCase;
            case "print" -> c -> isGraphic(c) || Character.getType(c) == Character.SPACE_SEPARATOR;
            case "punct" -> CodePoints::isPunctuation;
            case "space", "whitespace" -> CodePoints::isSpace;
            case "upper", "uppercase" -> Character::isUpperCase;
            case "xdigit" -> CodePoints::isHex;
            case "word" -> CodePoints::isWord;
            case "any" -> _ -> true;
            default -> ofUnicode(name);
        };
    }

    private static boolean isGraphic(int c) {
        int type = Character.getType(c);
        return !isSpace(c)
                && type != Character.CONTROL
                && type != Character.UNASSIGNED
                && type != Character.SURROGATE;
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }

    /// Categories and scripts are the JDK's.
    private static @Nullable IntPredicate ofUnicode(String name) {
        if (!name.matches("[A-Za-z_ ]+")) {
            return null;
        }
        for (String prefix : new String[] {"", "Is"}) {
            try {
                Pattern pattern = Pattern.compile("\\p{" + prefix + name + "}");
                return c -> pattern.matcher(Character.toString(c)).matches();
            } catch (PatternSyntaxException _) {
                // The next spelling may be one.
            }
        }
        return null;
    }

    /// The code point in the one of its cases that stands for all.
    static int folded(int c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
