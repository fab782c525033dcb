package io.hydrant.core.conversion.json;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Dates and timestamps as `java.sql` spells them, in UTC whatever the zone of the process.
final class SqlTimes {
    private static final String TIMESTAMP_FORMAT =
            "Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff]";
    private static final int NANO_DIGITS = 9;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int MILLIS_PER_SECOND = 1_000;
    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final LocalDateTime END = LocalDateTime.of(10_000, 1, 1, 0, 0);

    private SqlTimes() {}

    /// As `Date.valueOf` reads it.
    static LocalDate date(String text) {
        String[] parts = text.strip().split("-", -1);
        if (parts.length != 3) {
            throw Scalars.noNumber(text);
        }
        return date(parts, text);
    }

    private static LocalDate date(String[] parts, String text) {
        boolean hasForm =
                isDigits(parts[0], 4, 4) && isDigits(parts[1], 1, 2) && isDigits(parts[2], 1, 2);
        int month = hasForm ? Integer.parseInt(parts[1]) : 0;
        int day = hasForm ? Integer.parseInt(parts[2]) : 0;
        int year = hasForm ? Integer.parseInt(parts[0]) : 0;
        if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1) {
            throw Scalars.noNumber(text);
        }
        return LocalDate.of(year, month, 1).plusDays(day - 1L);
    }

    /// As `Timestamp.valueOf` reads it: a month and a day need not have two digits, and the 30th of
    /// February is in March.
    static LocalDateTime timestamp(String text) {
        String given = text.strip();
        int blank = given.indexOf(' ');
        if (blank < 0) {
            throw noTimestamp();
        }
        LocalDate date = dateOfTimestamp(given.substring(0, blank));
        String time = given.substring(blank + 1);
        int point = time.indexOf('.');
        String[] parts = (point < 0 ? time : time.substring(0, point)).split(":", -1);
        if (parts.length != 3) {
            throw noTimestamp();
        }
        int nanos = point < 0 ? 0 : nanos(time.substring(point + 1));
        return checked(
                date.atStartOfDay()
                        .plusHours(part(parts[0]))
                        .plusMinutes(part(parts[1]))
                        .plusSeconds(part(parts[2]))
                        .plusNanos(nanos));
    }

    private static LocalDate dateOfTimestamp(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 3) {
            throw noTimestamp();
        }
        try {
            return date(parts, text);
        } catch (NumberFormatException e) {
            throw noTimestamp();
        }
    }

    private static int part(String text) {
        if (!isDigits(text, 1, 2)) {
            throw isDigits(text, 0, 2) ? noTimestamp() : Scalars.noNumber(text);
        }
        return Integer.parseInt(text);
    }

    private static int nanos(String fraction) {
        if (!isDigits(fraction, 1, NANO_DIGITS)) {
            throw noTimestamp();
        }
        return Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
    }

    private static boolean isDigits(String text, int min, int max) {
        return text.length() >= min
                && text.length() <= max
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    static IllegalArgumentException noTimestamp() {
        return new IllegalArgumentException(TIMESTAMP_FORMAT);
    }

    /// A moment outside of the years 1 to 9999 wraps, as nanoseconds in 64 bits do, rather than to
    /// fail: no format could write it.
    static LocalDateTime ofMillis(long millis) {
        LocalDateTime time = exactly(millis);
        return isUsual(time)
                ? time
                : exactly(Math.floorDiv(millis * NANOS_PER_MILLI, NANOS_PER_MILLI));
    }

    static LocalDateTime checked(LocalDateTime time) {
        return isUsual(time) ? time : ofMillis(time.toInstant(ZoneOffset.UTC).toEpochMilli());
    }

    private static boolean isUsual(LocalDateTime time) {
        return !time.isBefore(FIRST) && time.isBefore(END);
    }

    private static LocalDateTime exactly(long millis) {
        long seconds = Math.floorDiv(millis, MILLIS_PER_SECOND);
        int nanos = Math.toIntExact(Math.floorMod(millis, MILLIS_PER_SECOND) * NANOS_PER_MILLI);
        return LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC);
    }
}
