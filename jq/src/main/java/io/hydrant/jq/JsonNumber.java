package io.hydrant.jq;

import java.util.Locale;
import java.util.regex.Pattern;

/// Reads numbers as jq 1.6 does, which takes more than JSON allows: `01`, `.5`, `1.`, `+1`, and the
/// words for what is infinite or no number.
final class JsonNumber {
    /// What Java reads differently, such as `1f` or `0x1p3`, is none.
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");

    private JsonNumber() {}

    static boolean isNumber(String text) {
        return DECIMAL.matcher(text).matches() || !Double.isNaN(word(text)) || isNan(text);
    }

    /// The number; what is none is no number to Java either.
    static double parse(String text) {
        return DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : word(text);
    }

    private static boolean isNan(String text) {
        return text.toLowerCase(Locale.ROOT).matches("[-+]?nan");
    }

    private static double word(String text) {
        String bare = text.toLowerCase(Locale.ROOT);
        double sign = bare.startsWith("-") ? -1 : 1;
        if (bare.startsWith("-") || bare.startsWith("+")) {
            bare = bare.substring(1);
        }
        return bare.equals("inf") || bare.equals("infinity")
                ? sign * Double.POSITIVE_INFINITY
                : Double.NaN;
    }
}
