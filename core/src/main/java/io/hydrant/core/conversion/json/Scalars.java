package io.hydrant.core.conversion.json;

import io.hydrant.core.conversion.HiveType;
import io.hydrant.core.conversion.HiveType.Primitive;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Values that are made of a text, as Hive makes them.
final class Scalars {
    /// Longer numbers are none: reading them takes the square of their length.
    private static final int NUMBER_LENGTH_MAX = 1_000;

    private static final int DIGITS_MAX = 38;

    private Scalars() {}

    /// What makes values of a type.
    static Function<String, @Nullable Object> ofText(HiveType type) {
        return switch (type) {
            case Primitive primitive -> ofText(primitive);
            case HiveType.Decimal decimal -> text -> decimal(text, decimal);
            case HiveType.Text bounded -> text -> truncated(text, bounded.length());
            case HiveType.Array _, HiveType.Mapping _, HiveType.Struct _ ->
                    throw new IllegalStateException(type + " is made of more than a text");
        };
    }

    private static Function<String, @Nullable Object> ofText(Primitive type) {
        return switch (type) {
            case BOOLEAN -> Boolean::parseBoolean;
            case TINYINT ->
                    text ->
                            isHex(text)
                                    ? (Object) (byte) hex(text, Byte.MAX_VALUE)
                                    : Byte.valueOf(text);
            case SMALLINT ->
                    text ->
                            isHex(text)
                                    ? (Object) (short) hex(text, Short.MAX_VALUE)
                                    : Short.valueOf(text);
            case INT ->
                    text ->
                            isHex(text)
                                    ? (Object) (int) hex(text, Integer.MAX_VALUE)
                                    : Integer.valueOf(text);
            case BIGINT ->
                    text -> isHex(text) ? (Object) hex(text, Long.MAX_VALUE) : Long.valueOf(text);
            case FLOAT -> Float::valueOf;
            case DOUBLE -> Double::valueOf;
            case STRING -> text -> text;
            case BINARY -> Scalars::binary;
            case DATE -> SqlTimes::date;
            case TIMESTAMP -> SqlTimes::timestamp;
        };
    }

    private static boolean isHex(String text) {
        return text.startsWith("0x") || text.startsWith("0X");
    }

    private static long hex(String text, long max) {
        long value = Long.parseLong(text.substring(2), 16);
        if (value > max || value < -max - 1) {
            throw noNumber(text);
        }
        return value;
    }

    static NumberFormatException noNumber(String text) {
        return new NumberFormatException("For input string: \"" + text + "\"");
    }

    private static byte[] binary(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Invalid base64: " + e.getMessage(), e);
        }
    }

    /// A text cut off behind so many characters.
    static String truncated(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length));
    }

    /// Rounded, as Hive does; null when it has more digits before the point than there may be.
    static @Nullable BigDecimal decimal(String text, HiveType.Decimal type) {
        String number = text.strip();
        if (number.length() > NUMBER_LENGTH_MAX) {
            throw noNumber(text);
        }
        try {
            return fitted(new BigDecimal(number), type);
        } catch (NumberFormatException e) {
            throw noNumber(text);
        }
    }

    private static @Nullable BigDecimal fitted(BigDecimal value, HiveType.Decimal type) {
        long digitsBefore = (long) value.precision() - value.scale();
        if (value.signum() == 0 || digitsBefore < -DIGITS_MAX) {
            return BigDecimal.ZERO.setScale(type.scale());
        }
        if (digitsBefore > type.precision() - type.scale()) {
            return null;
        }
        BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
        return rounded.precision() > type.precision() ? null : rounded;
    }
}
