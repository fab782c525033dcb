package io.hydrant.core.conversion.json;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;

/// Timestamps in formats that are given, one after the other, and in `java.sql.Timestamp`'s own if
/// none fits. The patterns are Joda-Time's, which mean something else in `java.time`. Safe for use
/// from many threads.
///
/// @param formats each of which makes milliseconds since 1970 of a text that fits
record JodaTimestamps(List<Function<String, OptionalLong>> formats) {
    private static final String MILLIS = "millis";
    private static final Pattern NUMBER = Pattern.compile("(-?\\d{1,18})(\\.\\d{0,9})?");

    /// @param formats patterns, or `millis`
    /// @throws IllegalArgumentException when one is neither
    static JodaTimestamps of(List<String> formats) {
        return new JodaTimestamps(formats.stream().map(JodaTimestamps::format).toList());
    }

    private static Function<String, OptionalLong> format(String format) {
        if (format.equals(MILLIS)) {
            return JodaTimestamps::millis;
        }
        DateTimeFormatter pattern =
                DateTimeFormat.forPattern(format).withZone(DateTimeZone.UTC).withLocale(Locale.US);
        return text -> {
            try {
                return OptionalLong.of(pattern.parseMillis(text));
            } catch (IllegalArgumentException | UnsupportedOperationException e) {
                return OptionalLong.empty();
            }
        };
    }

    private static OptionalLong millis(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.matches()
                ? OptionalLong.of(Long.parseLong(number.group(1)))
                : OptionalLong.empty();
    }

    LocalDateTime timestamp(String text) {
        for (Function<String, OptionalLong> format : formats) {
            OptionalLong millis = format.apply(text);
            if (millis.isPresent()) {
                return SqlTimes.ofMillis(millis.getAsLong());
            }
        }
        return SqlTimes.timestamp(text);
    }
}
