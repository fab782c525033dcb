package io.hydrant.columnar.reading;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Base64;
import tools.jackson.core.JsonGenerator;

/// Values of columns as JSON: what would be put in to get them.
///
/// - numbers as numbers, decimals with all their digits; `NaN` and `Infinity`, which JSON has no
///   numbers for, as text
/// - dates and times as ISO text: `2019-08-09`, `20:20:27.500`, `2019-08-09T20:20:27.123`, with a
///   `Z` behind it where the file says that it is UTC
/// - bytes as base64
final class JsonValues {
    private JsonValues() {}

    static void write(JsonGenerator json, Object value) {
        switch (value) {
            case Boolean flag -> json.writeBoolean(flag);
            case Float number when !Float.isFinite(number) -> json.writeString(number.toString());
            case Double number when !Double.isFinite(number) -> json.writeString(number.toString());
            case Float number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Number number -> json.writeNumber(text(number));
            default -> json.writeString(text(value));
        }
    }

    /// The value as the key of a map.
    static String text(Object value) {
        return switch (value) {
            case BigDecimal number -> number.toPlainString();
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case LocalDateTime time -> text(time);
            case LocalTime time when hasMinutesAlone(time) -> time + ":00";
            default -> value.toString();
        };
    }

    /// Always with its seconds.
    static String text(LocalDateTime time) {
        return hasMinutesAlone(time.toLocalTime()) ? time + ":00" : time.toString();
    }

    private static boolean hasMinutesAlone(LocalTime time) {
        return time.getSecond() == 0 && time.getNano() == 0;
    }
}
