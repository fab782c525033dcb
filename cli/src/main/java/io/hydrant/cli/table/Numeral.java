package io.hydrant.cli.table;

import java.math.BigDecimal;
import java.util.Optional;

/// What number a field spells, in the ways that pandas takes for one: spaces around it, a plus,
/// leading zeros, `.5`, `1.`, `1e5`. JSON allows fewer of them.
enum Numeral {
    /// Fits 64 bits with a sign.
    LONG,
    /// Fits 64 bits without one.
    UNSIGNED_LONG,
    /// A whole number beyond that.
    HUGE,
    DECIMAL,
    /// A number beyond what a double holds: JSON's readers make an infinity of it.
    BEYOND,
    /// No number; infinities are none in JSON.
    NONE;

    private static final String GREATEST_LONG = "9223372036854775807";
    private static final String LEAST_LONG = "9223372036854775808";
    private static final String GREATEST_UNSIGNED = "18446744073709551615";

    /// So many digits fit a long, whatever they are.
    private static final int SAFE_DIGITS = 18;

    /// A number with fewer digits and no exponent is within a double's range.
    private static final int DIGITS_OF_DOUBLES = 308;

    /// A whole number that fits 64 bits is spelled by fewer characters than this, unless somebody
    /// means mischief.
    private static final int LONGEST_WHOLE = 400;

    static Numeral of(String field) {
        int start = start(field);
        int end = end(field, start);
        int at = start;
        boolean negative = at < end && field.charAt(at) == '-';
        if (at < end && (negative || field.charAt(at) == '+')) {
            at++;
        }
        int wholeEnd = digitsEnd(field, at, end);
        if (wholeEnd == end) {
            return end == at ? NONE : within(field, start, end, whole(field, at, end, negative));
        }
        int digits = wholeEnd - at;
        at = wholeEnd;
        if (field.charAt(at) == '.') {
            int fractionEnd = digitsEnd(field, at + 1, end);
            digits += fractionEnd - at - 1;
            at = fractionEnd;
        }
        boolean isNumber = digits > 0 && isExponentOrNothing(field, at, end);
        return isNumber ? within(field, start, end, DECIMAL) : NONE;
    }

    /// What was found, or [#BEYOND].
    private static Numeral within(String field, int start, int end, Numeral found) {
        boolean mayBeBeyond =
                found == HUGE
                        || found == DECIMAL && hasExponent(field, start, end)
                        || end - start > DIGITS_OF_DOUBLES;
        return mayBeBeyond && Double.isInfinite(Double.parseDouble(field.substring(start, end)))
                ? BEYOND
                : found;
    }

    private static boolean hasExponent(String field, int start, int end) {
        for (int i = start; i < end; i++) {
            if (field.charAt(i) == 'e' || field.charAt(i) == 'E') {
                return true;
            }
        }
        return false;
    }

    /// The whole number that a decimal is, such as 2003 for `2003.0` and `2.003e3`, if it is one of
    /// 64 bits: so pandas writes whole numbers that have missing ones among them.
    static Optional<String> wholeOf(String field) {
        String text = field.strip();
        if (text.length() > LONGEST_WHOLE || of(field) != DECIMAL) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(text);
        if (value.signum() == 0) {
            return Optional.of("0");
        }
        BigDecimal stripped = value.stripTrailingZeros();
        boolean isWhole = stripped.scale() <= 0 && stripped.precision() - stripped.scale() <= 20;
        return Optional.of(stripped)
                .filter(_ -> isWhole)
                .map(BigDecimal::toPlainString)
                .filter(whole -> of(whole) == LONG || of(whole) == UNSIGNED_LONG);
    }

    /// Whether JSON would spell this whole number so, and it certainly fits: most do.
    static boolean isPlain(String field) {
        int length = field.length();
        int start = length > 1 && field.charAt(0) == '-' ? 1 : 0;
        if (length == start || length > SAFE_DIGITS) {
            return false;
        }
        return digitsEnd(field, start, length) == length
                && (field.charAt(start) != '0' || length == 1);
    }

    /// The number as JSON spells it, all its digits kept.
    ///
    /// @param field a number
    static String json(String field) {
        return isJson(field) ? field : normalised(field);
    }

    private static boolean isJson(String field) {
        int start = field.charAt(0) == '-' ? 1 : 0;
        int wholeEnd = digitsEnd(field, start, field.length());
        if (wholeEnd == start || wholeEnd > start + 1 && field.charAt(start) == '0') {
            return false;
        }
        if (wholeEnd == field.length()) {
            return start == 0 || field.charAt(start) != '0';
        }
        return (field.charAt(wholeEnd) != '.'
                        || digitsEnd(field, wholeEnd + 1, field.length()) > wholeEnd + 1)
                && !isSpace(field.charAt(field.length() - 1));
    }

    private static String normalised(String field) {
        int start = start(field);
        int end = end(field, start);
        StringBuilder json = new StringBuilder(end - start + 2);
        char sign = field.charAt(start);
        int at = sign == '-' || sign == '+' ? start + 1 : start;
        int wholeEnd = digitsEnd(field, at, end);
        while (at < wholeEnd - 1 && field.charAt(at) == '0') {
            at++;
        }
        boolean minusZero = wholeEnd == end && field.charAt(at) == '0';
        if (sign == '-' && !minusZero) {
            json.append('-');
        }
        json.append(wholeEnd == at ? "0" : field.substring(at, wholeEnd));
        at = wholeEnd;
        if (at < end && field.charAt(at) == '.') {
            int fractionEnd = digitsEnd(field, at + 1, end);
            json.append('.')
                    .append(fractionEnd == at + 1 ? "0" : field.substring(at + 1, fractionEnd));
            at = fractionEnd;
        }
        return json.append(field, at, end).toString();
    }

    private static Numeral whole(String field, int from, int end, boolean negative) {
        int first = from;
        while (first < end - 1 && field.charAt(first) == '0') {
            first++;
        }
        if (atMost(field, first, end, negative ? LEAST_LONG : GREATEST_LONG)) {
            return LONG;
        }
        return !negative && atMost(field, first, end, GREATEST_UNSIGNED) ? UNSIGNED_LONG : HUGE;
    }

    private static boolean atMost(String field, int from, int end, String limit) {
        int digits = end - from;
        if (digits != limit.length()) {
            return digits < limit.length();
        }
        for (int i = 0; i < digits; i++) {
            int difference = field.charAt(from + i) - limit.charAt(i);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return true;
    }

    private static boolean isExponentOrNothing(String field, int from, int end) {
        if (from == end) {
            return true;
        }
        if (field.charAt(from) != 'e' && field.charAt(from) != 'E') {
            return false;
        }
        int at = from + 1;
        if (at < end && (field.charAt(at) == '-' || field.charAt(at) == '+')) {
            at++;
        }
        return at < end && digitsEnd(field, at, end) == end;
    }

    private static int start(String field) {
        int start = 0;
        while (start < field.length() && isSpace(field.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int end(String field, int start) {
        int end = field.length();
        while (end > start && isSpace(field.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static int digitsEnd(String field, int from, int end) {
        int at = from;
        while (at < end && field.charAt(at) >= '0' && field.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
