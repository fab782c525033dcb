package io.hydrant.core.conversion.json;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/// Timestamps as Firehose reads them with OpenX's SerDe: ISO 8601 in UTC, `java.sql.Timestamp`'s
/// own form, or seconds or milliseconds since 1970.
final class EpochTimes {
    private static final int MILLIS_DIGITS = 13;
    private static final int MILLIS_PER_SECOND = 1_000;

    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .optionalStart()
                    .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
                    .optionalEnd()
                    .appendLiteral('Z')
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private EpochTimes() {}

    static LocalDateTime timestamp(String given) {
        String text = given.strip();
        if (text.indexOf(':') > 0) {
            return text.indexOf('T') > 0 ? iso(text) : SqlTimes.timestamp(text);
        }
        if (text.indexOf('.') >= 0) {
            return SqlTimes.ofMillis((long) (Double.parseDouble(text) * MILLIS_PER_SECOND));
        }
        long number = Long.parseLong(text);
        boolean isMillis = text.length() >= MILLIS_DIGITS;
        return SqlTimes.ofMillis(isMillis ? number : number * MILLIS_PER_SECOND);
    }

    private static LocalDateTime iso(String text) {
        try {
            return SqlTimes.checked(LocalDateTime.parse(text, ISO));
        } catch (DateTimeException e) {
            throw SqlTimes.noTimestamp();
        }
    }
}
