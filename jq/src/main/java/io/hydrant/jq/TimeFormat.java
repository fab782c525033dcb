package io.hydrant.jq;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// C's `strftime` as the GNU C library has it, in its plain locale and UTC.
final class TimeFormat {
    static final List<String> DAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
    static final List<String> MONTHS =
            List.of(
                    "January",
                    "February",
                    "March",
                    "April",
                    "May",
                    "June",
                    "July",
                    "August",
                    "September",
                    "October",
                    "November",
                    "December");

    /// What jq has room for, C's final zero included.
    private static final int LENGTH_MAX = 4_095;

    private final BrokenDownTime time;
    private final StringBuilder text = new StringBuilder();

    private TimeFormat(BrokenDownTime time) {
        this.time = time;
    }

    /// The text, or null if it is empty or too long: C cannot tell these apart.
    static @Nullable String format(String pattern, BrokenDownTime time) {
        TimeFormat format = new TimeFormat(time);
        format.add(pattern);
        int length = Searching.utf8Length(format.text.toString(), 0, format.text.length());
        return length == 0 || length > LENGTH_MAX ? null : format.text.toString();
    }

    /// What stands between `%` and the letter.
    ///
    /// @param pad the character to fill up with, `-` for none, 0 for the usual
    private record Flags(char pad, boolean upper, boolean swap, int width) {
        static final Flags NONE = new Flags((char) 0, false, false, -1);
    }

    private void add(String pattern) {
        int i = 0;
        while (i < pattern.length() && text.length() <= LENGTH_MAX) {
            char c = pattern.charAt(i);
            if (c != '%') {
                text.append(c);
                i++;
                continue;
            }
            int start = i++;
            Flags flags = Flags.NONE;
            while (i < pattern.length() && "_-0^#+".indexOf(pattern.charAt(i)) >= 0) {
                char flag = pattern.charAt(i++);
                flags =
                        switch (flag) {
                            case '^' -> new Flags(flags.pad(), true, flags.swap(), -1);
                            case '#' -> new Flags(flags.pad(), flags.upper(), true, -1);
                            default -> new Flags(flag, flags.upper(), flags.swap(), -1);
                        };
            }
            int width = -1;
            while (i < pattern.length() && Character.isDigit(pattern.charAt(i))) {
                width = Math.min(Math.max(width, 0) * 10 + pattern.charAt(i++) - '0', 10_000);
            }
            flags = new Flags(flags.pad(), flags.upper(), flags.swap(), width);
            if (i < pattern.length() && "EO".indexOf(pattern.charAt(i)) >= 0) {
                i++;
            }
            if (i == pattern.length() || !conversion(pattern.charAt(i), flags)) {
                text.append(pattern, start, Math.min(i + 1, pattern.length()));
            }
            i++;
        }
    }

    private boolean conversion(char letter, Flags flags) {
        switch (letter) {
            case 'a' -> word(name(DAYS, time.weekday(), 3), flags);
            case 'A' -> word(name(DAYS, time.weekday(), 99), flags);
            case 'b', 'h' -> word(name(MONTHS, time.month(), 3), flags);
            case 'B' -> word(name(MONTHS, time.month(), 99), flags);
            case 'c' -> composed("%a %b %e %H:%M:%S %Y", flags);
            case 'C' -> number(Math.floorDiv(time.fullYear(), 100), 1, '0', flags);
            case 'd' -> number(time.day(), 2, '0', flags);
            case 'D', 'x' -> composed("%m/%d/%y", flags);
            case 'e' -> number(time.day(), 2, '_', flags);
            case 'F' -> composed("%Y-%m-%d", flags);
            case 'g' -> number(Math.floorMod(weekYear(), 100L), 2, '0', flags);
            case 'G' -> number(weekYear(), 1, '0', flags);
            case 'H' -> number(time.hour(), 2, '0', flags);
            case 'I' -> number(hour12(), 2, '0', flags);
            case 'j' -> number(time.yearDay() + 1L, 3, '0', flags);
            case 'k' -> number(time.hour(), 2, '_', flags);
            case 'l' -> number(hour12(), 2, '_', flags);
            case 'm' -> number(time.month() + 1L, 2, '0', flags);
            case 'M' -> number(time.minute(), 2, '0', flags);
            case 'n' -> text.append('\n');
            case 'p' ->
                    word(
                            flags.swap() ? half().toLowerCase(Locale.ROOT) : half(),
                            new Flags(flags.pad(), flags.upper(), false, flags.width()));
            case 'P' -> word(half().toLowerCase(Locale.ROOT), flags);
            case 'r' -> composed("%I:%M:%S %p", flags);
            case 'R' -> composed("%H:%M", flags);
            case 's' -> number(time.seconds(), 1, '0', flags);
            case 'S' -> number(time.second(), 2, '0', flags);
            case 't' -> text.append('\t');
            case 'T', 'X' -> composed("%H:%M:%S", flags);
            case 'u' -> number((time.weekday() - 1 + 7) % 7 + 1, 1, '0', flags);
            case 'U' -> number((time.yearDay() - time.weekday() + 7) / 7, 2, '0', flags);
            case 'V' -> number(week(), 2, '0', flags);
            case 'w' -> number(time.weekday(), 1, '0', flags);
            case 'W' ->
                    number((time.yearDay() - (time.weekday() - 1 + 7) % 7 + 7) / 7, 2, '0', flags);
            case 'y' -> number(Math.floorMod(time.fullYear(), 100L), 2, '0', flags);
            case 'Y' -> number(time.fullYear(), 1, '0', flags);
            case 'z' -> word("+0000", flags);
            case 'Z' ->
                    word(
                            flags.swap() ? "utc" : "UTC",
                            new Flags(flags.pad(), flags.upper(), false, flags.width()));
            case '%' -> text.append('%');
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String name(List<String> names, int index, int length) {
        if (index < 0 || index >= names.size()) {
            return "?";
        }
        String name = names.get(index);
        return name.substring(0, Math.min(length, name.length()));
    }

    private String half() {
        return time.hour() > 11 ? "PM" : "AM";
    }

    private int hour12() {
        int hour = time.hour() > 12 ? time.hour() - 12 : time.hour();
        return hour == 0 ? 12 : hour;
    }

    private void composed(String pattern, Flags flags) {
        TimeFormat inner = new TimeFormat(time);
        inner.add(pattern);
        word(inner.text.toString(), new Flags(flags.pad(), flags.upper(), false, flags.width()));
    }

    private void word(String word, Flags flags) {
        boolean upper = flags.upper() || flags.swap();
        String shown = upper ? word.toUpperCase(Locale.ROOT) : word;
        char pad = flags.pad() == '0' ? '0' : ' ';
        text.append(String.valueOf(pad).repeat(Math.max(0, flags.width() - shown.length())));
        text.append(shown);
    }

    private void number(long number, int digits, char usual, Flags flags) {
        char pad = flags.pad() == 0 || flags.pad() == '+' ? usual : flags.pad();
        String shown = Long.toString(Math.abs(number));
        String sign = number < 0 ? "-" : "";
        if (pad == '-') {
            word(sign + shown, new Flags((char) 0, false, false, flags.width()));
            return;
        }
        int width = Math.max(flags.width(), digits) - sign.length();
        String padding =
                String.valueOf(pad == '_' ? ' ' : '0').repeat(Math.max(0, width - shown.length()));
        text.append(pad == '_' ? padding + sign : sign + padding).append(shown);
    }

    private long weekYear() {
        long year = time.fullYear();
        int days = weekDays(time.yearDay(), time.weekday());
        if (days < 0) {
            return year - 1;
        }
        int length = BrokenDownTime.isLeap(year) ? 366 : 365;
        return weekDays(time.yearDay() - length, time.weekday()) >= 0 ? year + 1 : year;
    }

    private int week() {
        long year = time.fullYear();
        int days = weekDays(time.yearDay(), time.weekday());
        if (days < 0) {
            int before = BrokenDownTime.isLeap(year - 1) ? 366 : 365;
            return weekDays(time.yearDay() + before, time.weekday()) / 7 + 1;
        }
        int length = BrokenDownTime.isLeap(year) ? 366 : 365;
        int next = weekDays(time.yearDay() - length, time.weekday());
        return (next >= 0 ? next : days) / 7 + 1;
    }

    /// Days since the Monday that begins the first week of the year, which has its first Thursday.
    private static int weekDays(int yearDay, int weekday) {
        int enough = 3 * 7;
        return yearDay - (yearDay - weekday + 4 + enough * 7) % 7 + 4 - 1;
    }
}
