package io.hydrant.jq;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// C's `struct tm`: a time in its parts, none of which need be within its bounds. Years count from
/// 1900, months and days of the year from zero, days of the week from Sunday.
record BrokenDownTime(
        int year, int month, int day, int hour, int minute, int second, int weekday, int yearDay) {
    private static final int FIRST_YEAR = 1900;

    /// The first second whose year does not fit into C's int.
    private static final double SECONDS_MAX = 67768036191676800d;

    private static final double SECONDS_MIN = -67768040609740800d;
    private static final int DAY = 86_400;

    /// Days of 400 years.
    private static final long ERA = 146_097;

    static BrokenDownTime of(double seconds) {
        if (!(seconds >= SECONDS_MIN && seconds < SECONDS_MAX)) {
            throw new Raised("errror converting number of seconds since epoch to datetime");
        }
        long whole = (long) seconds;
        long days = Math.floorDiv(whole, DAY);
        int inDay = Math.floorMod(whole, DAY);
        long eras = Math.floorDiv(days, ERA);
        LocalDateTime date =
                LocalDateTime.ofEpochSecond(
                        Math.floorMod(days, ERA) * DAY + inDay, 0, ZoneOffset.UTC);
        return new BrokenDownTime(
                (int) (date.getYear() + eras * 400 - FIRST_YEAR),
                date.getMonthValue() - 1,
                date.getDayOfMonth(),
                date.getHour(),
                date.getMinute(),
                date.getSecond(),
                (int) Math.floorMod(days + 4, 7L),
                date.getDayOfYear() - 1);
    }

    /// The time that jq keeps in an array; null if that is no such.
    static @Nullable BrokenDownTime of(JqArray array) {
        if (array.size() < 8) {
            return null;
        }
        int[] parts = new int[8];
        for (int i = 0; i < parts.length; i++) {
            if (!(array.get(i) instanceof JqNumber(double part))) {
                return null;
            }
            parts[i] = toInt(part);
        }
        return new BrokenDownTime(
                parts[0] - FIRST_YEAR,
                parts[1],
                parts[2],
                parts[3],
                parts[4],
                parts[5],
                parts[6],
                parts[7]);
    }

    /// As C converts on the usual machine: what does not fit is the least number.
    private static int toInt(double part) {
        return part > Integer.MIN_VALUE - 1d && part < Integer.MAX_VALUE + 1d
                ? (int) part
                : Integer.MIN_VALUE;
    }

    JqArray array(Run run, double fraction, JqArray more) {
        JqArray parts =
                run.array(
                        new JqNumber(year + (double) FIRST_YEAR),
                        new JqNumber(month),
                        new JqNumber(day),
                        new JqNumber(hour),
                        new JqNumber(minute),
                        new JqNumber(second + fraction),
                        new JqNumber(weekday),
                        new JqNumber(yearDay));
        return more.size() == 0 ? parts : parts.plus(more);
    }

    /// Seconds since 1970: C's `timegm`, which takes parts beyond their bounds.
    long seconds() {
        long months = year * 12L + month;
        long fullYear = Math.floorDiv(months, 12) + FIRST_YEAR;
        int monthOfYear = (int) Math.floorMod(months, 12L);
        long days = daysBefore(fullYear, monthOfYear) + day - 1;
        return ((days * 24 + hour) * 60 + minute) * 60 + second;
    }

    /// Days from 1970 to the first of the month.
    private static long daysBefore(long year, int month) {
        long shifted = month < 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, 400);
        long ofEra = shifted - era * 400;
        int monthFromMarch = (month + 10) % 12;
        long dayOfYear = (153L * monthFromMarch + 2) / 5;
        return era * ERA + ofEra * 365 + ofEra / 4 - ofEra / 100 + dayOfYear - 719_468;
    }

    boolean isLeap() {
        return isLeap(year + (long) FIRST_YEAR);
    }

    static boolean isLeap(long year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    long fullYear() {
        return year + (long) FIRST_YEAR;
    }
}
