package io.hydrant.columnar.reading;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/// Days and times as ORC counts them.
///
/// @param isProleptic whether days before October 1582 are by the calendar of today, as newer files
///   say of theirs. Others count them by the Julian one, as Hive did.
record OrcCalendar(boolean isProleptic) {
    private static final LocalDateTime BASE = LocalDateTime.of(2015, 1, 1, 0, 0);

    /// 1582-10-15, the first day of the Gregorian calendar.
    private static final long FIRST_GREGORIAN_DAY = -141_427;

    private static final long DAY_MILLIS = 86_400_000;

    /// What seconds are counted from: the begin of 2015 by the writer's clock.
    static long base(ZoneId zone) {
        return BASE.atZone(zone).toEpochSecond();
    }

    LocalDate date(long day) {
        if (isProleptic || day >= FIRST_GREGORIAN_DAY) {
            return LocalDate.ofEpochDay(day);
        }
        Calendar julian = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
        julian.setTimeInMillis(Math.multiplyExact(day, DAY_MILLIS));
        int year = julian.get(Calendar.YEAR);
        return LocalDate.of(
                julian.get(Calendar.ERA) == GregorianCalendar.AD ? year : 1 - year,
                julian.get(Calendar.MONTH) + 1,
                julian.get(Calendar.DAY_OF_MONTH));
    }

    /// The clock of the writer. Its seconds are rounded towards zero before 1970, where there are
    /// milliseconds.
    LocalDateTime time(long seconds, long packedNanos, ZoneId zone) {
        int nanos = nanos(packedNanos);
        boolean isBeforeEpoch = seconds * 1000 + nanos / 1_000_000 < 0;
        long whole = isBeforeEpoch && nanos > 999_999 ? seconds - 1 : seconds;
        LocalDateTime time = Instant.ofEpochSecond(whole, nanos).atZone(zone).toLocalDateTime();
        long day = time.toLocalDate().toEpochDay();
        return isProleptic || day >= FIRST_GREGORIAN_DAY
                ? time
                : LocalDateTime.of(date(day), time.toLocalTime());
    }

    /// Nanoseconds without the zeros that they end in: three bits say that there are one more than
    /// so many, if any.
    private static int nanos(long packed) {
        int zeros = (int) (packed & 7);
        long nanos = packed >>> 3;
        for (int i = 0; zeros > 0 && i <= zeros; i++) {
            nanos *= 10;
        }
        if (nanos < 0 || nanos > 999_999_999) {
            throw new IllegalArgumentException("a time of " + nanos + " nanoseconds");
        }
        return (int) nanos;
    }
}
