package io.hydrant.jq;

import java.math.BigDecimal;
import java.math.MathContext;

/// How jq 1.6 prints a number: the shortest digits that give the double back, written plainly while
/// the point lies at most 15 places behind the last digit and less than 4 before the first, else
/// with an exponent of two digits or more. Infinities print as the largest double, what is not a
/// number as null.
final class NumberText {
    private NumberText() {}

    static String of(double number) {
        if (number == (int) number && (number != 0 || 1 / number > 0)) {
            return Integer.toString((int) number);
        }
        if (Double.isNaN(number)) {
            return "null";
        }
        if (number == 0) {
            return "-0";
        }
        double finite = Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE);
        BigDecimal shortest = shortest(Math.abs(finite));
        String digits = shortest.unscaledValue().toString();
        String sign = finite < 0 ? "-" : "";
        int point = shortest.precision() - shortest.scale();
        if (point > -4 && point <= digits.length() + 15) {
            return sign + shortest.toPlainString();
        }
        return sign + withExponent(digits, point - 1);
    }

    private static BigDecimal shortest(double number) {
        if (number < 1e-320) {
            // Java gives two digits even where one is enough.
            BigDecimal digit = new BigDecimal(number).round(new MathContext(1));
            if (digit.doubleValue() == number) {
                return digit.stripTrailingZeros();
            }
        }
        return new BigDecimal(Double.toString(number)).stripTrailingZeros();
    }

    private static String withExponent(String digits, int exponent) {
        StringBuilder text = new StringBuilder();
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append(exponent < 0 ? "e-" : "e+");
        if (Math.abs(exponent) < 10) {
            text.append('0');
        }
        return text.append(Math.abs(exponent)).toString();
    }
}
