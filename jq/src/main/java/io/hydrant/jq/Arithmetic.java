package io.hydrant.jq;

import java.util.Arrays;

/// What jq's operators make of two values.
final class Arithmetic {
    /// Makes one value of two.
    @FunctionalInterface
    interface Operator {
        JqValue apply(Run run, JqValue left, JqValue right);
    }

    private Arithmetic() {}

    static Operator of(String sign) {
        return switch (sign) {
            case "+" -> Arithmetic::plus;
            case "-" -> Arithmetic::minus;
            case "*" -> Arithmetic::times;
            case "/" -> Arithmetic::divided;
            case "%" -> Arithmetic::remainder;
            case "==" -> (run, l, r) -> JqBoolean.of(Ordering.compare(l, r, run.meter) == 0);
            case "!=" -> (run, l, r) -> JqBoolean.of(Ordering.compare(l, r, run.meter) != 0);
            case "<" -> (run, l, r) -> JqBoolean.of(Ordering.compare(l, r, run.meter) < 0);
            case "<=" -> (run, l, r) -> JqBoolean.of(Ordering.compare(l, r, run.meter) <= 0);
            case ">" -> (run, l, r) -> JqBoolean.of(Ordering.compare(l, r, run.meter) > 0);
            case ">=" -> (run, l, r) -> JqBoolean.of(Ordering.compare(l, r, run.meter) >= 0);
            default -> throw new IllegalStateException("no such operator: " + sign);
        };
    }

    static String typed(JqValue value) {
        return value.kind().word() + " (" + JqText.truncated(value, 15) + ")";
    }

    static String twoTypes(JqValue left, JqValue right) {
        return typed(left) + " and " + typed(right);
    }

    static JqValue plus(Run run, JqValue left, JqValue right) {
        if (left == JqNull.NULL) {
            return right;
        }
        if (right == JqNull.NULL) {
            return left;
        }
        if (left instanceof JqNumber(double l) && right instanceof JqNumber(double r)) {
            return new JqNumber(l + r);
        }
        if (left instanceof JqString(String l) && right instanceof JqString(String r)) {
            run.meter.chars((long) l.length() + r.length());
            return new JqString(l.concat(r));
        }
        if (left instanceof JqArray l && right instanceof JqArray r) {
            run.meter.items((long) l.size() + r.size());
            return run.meter.checked(l.plus(r));
        }
        if (left instanceof JqObject l && right instanceof JqObject r) {
            return run.object(l.plus(r));
        }
        throw new Raised(twoTypes(left, right) + " cannot be added");
    }

    private static JqValue minus(Run run, JqValue left, JqValue right) {
        if (left instanceof JqNumber(double l) && right instanceof JqNumber(double r)) {
            return new JqNumber(l - r);
        }
        if (left instanceof JqArray l && right instanceof JqArray r) {
            JqValue[] kept = new JqValue[l.size()];
            int count = 0;
            for (int i = 0; i < l.size(); i++) {
                if (!has(run, r, l.get(i))) {
                    kept[count++] = l.get(i);
                }
            }
            return run.array(Arrays.copyOf(kept, count));
        }
        throw new Raised(twoTypes(left, right) + " cannot be subtracted");
    }

    private static boolean has(Run run, JqArray array, JqValue item) {
        for (int i = 0; i < array.size(); i++) {
            run.meter.step();
            if (Ordering.compare(array.get(i), item, run.meter) == 0) {
                return true;
            }
        }
        return false;
    }

    private static JqValue times(Run run, JqValue left, JqValue right) {
        if (left instanceof JqNumber(double l) && right instanceof JqNumber(double r)) {
            return new JqNumber(l * r);
        }
        if (left instanceof JqString(String text) && right instanceof JqNumber(double count)) {
            return repeated(run, text, count);
        }
        if (left instanceof JqNumber(double count) && right instanceof JqString(String text)) {
            return repeated(run, text, count);
        }
        if (left instanceof JqObject l && right instanceof JqObject r) {
            return merged(run, l, r);
        }
        throw new Raised(twoTypes(left, right) + " cannot be multiplied");
    }

    private static JqValue repeated(Run run, String text, double count) {
        int more = Double.isNaN(count) ? -1 : (int) (count - 1);
        if (more < 0) {
            return JqNull.NULL;
        }
        run.meter.chars(text.length() * (more + 1L));
        return new JqString(text.repeat(more + 1));
    }

    private static JqObject merged(Run run, JqObject left, JqObject right) {
        JqObject.Building both = new JqObject.Building(left.size() + right.size());
        both.putAll(left);
        for (int i = 0; i < right.size(); i++) {
            run.meter.step();
            JqValue value = right.value(i);
            if (value instanceof JqObject inner
                    && left.get(right.key(i)) instanceof JqObject outer) {
                value = merged(run, outer, inner);
            }
            both.put(right.key(i), value);
        }
        return run.object(both.done());
    }

    private static JqValue divided(Run run, JqValue left, JqValue right) {
        if (left instanceof JqNumber(double l) && right instanceof JqNumber(double r)) {
            if (r == 0) {
                throw new Raised(
                        twoTypes(left, right) + " cannot be divided because the divisor is zero");
            }
            return new JqNumber(l / r);
        }
        if (left instanceof JqString(String text) && right instanceof JqString(String separator)) {
            return TextFunctions.split(run, text, separator);
        }
        throw new Raised(twoTypes(left, right) + " cannot be divided");
    }

    private static JqValue remainder(Run run, JqValue left, JqValue right) {
        if (!(left instanceof JqNumber(double l) && right instanceof JqNumber(double r))) {
            throw new Raised(twoTypes(left, right) + " cannot be divided (remainder)");
        }
        long divisor = whole(r);
        if (divisor == 0) {
            throw new Raised(
                    twoTypes(left, right)
                            + " cannot be divided (remainder) because the divisor is zero");
        }
        return new JqNumber((double) (whole(l) % divisor));
    }

    /// The number as C's conversion to a 64-bit integer gives it on the usual machine.
    private static long whole(double number) {
        return Double.isNaN(number) || number >= 0x1p63 || number < -0x1p63
                ? Long.MIN_VALUE
                : (long) number;
    }
}
