package io.hydrant.jq;

import java.util.List;

/// C's `strptime` as the GNU C library has it, in its plain locale, and what jq 1.6 makes of what
/// it leaves open.
final class TimeParser {
    /// What jq puts in before, to see whether C has set it.
    private static final int NO_WEEKDAY = 8;

    private static final int NO_YEAR_DAY = 367;

    private static final int[] BEFORE_MONTH = {
        0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
    };

    private final String text;
    private int at;

    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int weekday = NO_WEEKDAY;
    private int yearDay = NO_YEAR_DAY;

    private boolean hasTwelveHours;
    private boolean isAfternoon;
    private int century = -1;
    private boolean wantsCentury;
    private boolean wantsDays;
    private boolean hasWeekday;
    private boolean hasYearDay;
    private boolean hasMonth;
    private boolean hasDay;
    private int sundayWeek = -1;
    private int mondayWeek = -1;

    TimeParser(String text) {
        this.text = text;
    }

    /// Reads the text by the pattern, and answers whether it matches.
    boolean parse(String pattern) {
        if (!read(pattern)) {
            return false;
        }
        complete();
        return true;
    }

    boolean isAtEndOrSpace() {
        return at == text.length() || isSpace(text.charAt(at));
    }

    /// What the pattern left over.
    String rest() {
        return text.substring(at);
    }

    BrokenDownTime time() {
        return new BrokenDownTime(year, month, day, hour, minute, second, weekday, yearDay);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= 0x09 && c <= 0x0d;
    }

    private boolean read(String pattern) {
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            if (isSpace(c)) {
                skipSpace();
                continue;
            }
            if (c != '%' || i == pattern.length()) {
                if (c == '%' || at == text.length() || text.charAt(at) != c) {
                    return false;
                }
                at++;
                continue;
            }
            while (i < pattern.length() && "-_0^#".indexOf(pattern.charAt(i)) >= 0) {
                i++;
            }
            if (i < pattern.length() && "EO".indexOf(pattern.charAt(i)) >= 0) {
                i++;
            }
            if (i == pattern.length() || !conversion(pattern.charAt(i++))) {
                return false;
            }
        }
        return true;
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private boolean conversion(char letter) {
        return switch (letter) {
            case '%' -> literal('%');
            case 'a', 'A' -> {
                weekday = name(TimeFormat.DAYS, weekday);
                hasWeekday = weekday >= 0;
                yield hasWeekday;
            }
            case 'b', 'B', 'h' -> {
                month = name(TimeFormat.MONTHS, month);
                hasMonth = month >= 0;
                wantsDays = true;
                yield hasMonth;
            }
            case 'c' -> wantingDays(read("%a %b %e %H:%M:%S %Y"));
            case 'C' -> {
                century = number(0, 99, 2);
                yield wantingDays(century >= 0);
            }
            case 'd', 'e' -> {
                day = number(1, 31, 2);
                hasDay = true;
                yield wantingDays(day >= 0);
            }
            case 'D', 'x' -> wantingDays(read("%m/%d/%y"));
            case 'F' -> wantingDays(read("%Y-%m-%d"));
            case 'H', 'k' -> {
                hour = number(0, 23, 2);
                hasTwelveHours = false;
                yield hour >= 0;
            }
            case 'I', 'l' -> {
                int read = number(1, 12, 2);
                hour = read % 12;
                hasTwelveHours = true;
                yield read >= 0;
            }
            case 'j' -> {
                int read = number(1, 366, 3);
                yearDay = read - 1;
                hasYearDay = true;
                yield read >= 0;
            }
            case 'm' -> {
                int read = number(1, 12, 2);
                month = read - 1;
                hasMonth = true;
                yield wantingDays(read >= 0);
            }
            case 'M' -> {
                minute = number(0, 59, 2);
                yield minute >= 0;
            }
            case 'n', 't' -> {
                skipSpace();
                yield true;
            }
            case 'p' -> half();
            case 'r' -> read("%I:%M:%S %p");
            case 'R' -> read("%H:%M");
            case 's' -> epoch();
            case 'S' -> {
                second = number(0, 61, 2);
                yield second >= 0;
            }
            case 'T', 'X' -> read("%H:%M:%S");
            case 'u' -> {
                int read = number(1, 7, 1);
                weekday = read % 7;
                hasWeekday = true;
                yield read >= 0;
            }
            case 'w' -> {
                weekday = number(0, 6, 1);
                hasWeekday = true;
                yield weekday >= 0;
            }
            case 'U' -> {
                sundayWeek = number(0, 53, 2);
                yield sundayWeek >= 0;
            }
            case 'W' -> {
                mondayWeek = number(0, 53, 2);
                yield mondayWeek >= 0;
            }
            case 'V' -> number(0, 53, 2) >= 0;
            case 'g' -> number(0, 99, 2) >= 0;
            case 'G' -> weekYear();
            case 'y' -> {
                int read = number(0, 99, 2);
                year = read >= 69 ? read : read + 100;
                wantsCentury = true;
                yield wantingDays(read >= 0);
            }
            case 'Y' -> {
                int read = number(0, 9999, 4);
                year = read - 1900;
                wantsCentury = false;
                yield wantingDays(read >= 0);
            }
            case 'z' -> offset();
            case 'Z' -> {
                skipSpace();
                while (at < text.length() && !isSpace(text.charAt(at))) {
                    at++;
                }
                yield true;
            }
            default -> false;
        };
    }

    private boolean wantingDays(boolean read) {
        wantsDays = true;
        return read;
    }

    private boolean literal(char c) {
        if (at == text.length() || text.charAt(at) != c) {
            return false;
        }
        at++;
        return true;
    }

    private boolean isDigit() {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /// A number of at most so many digits, or -1.
    private int number(int least, int most, int digits) {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (!isDigit()) {
            return -1;
        }
        int value = 0;
        int left = digits;
        do {
            value = value * 10 + text.charAt(at++) - '0';
            left--;
        } while (left > 0 && value * 10 <= most && isDigit());
        return value < least || value > most ? -1 : value;
    }

    /// The index of the name that is next, whole or its first three letters, in any case.
    private int name(List<String> names, int otherwise) {
        for (int length : new int[] {Integer.MAX_VALUE, 3}) {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                int taken = Math.min(length, name.length());
                if (text.regionMatches(true, at, name, 0, taken)) {
                    at += taken;
                    return i;
                }
            }
        }
        return Math.min(otherwise, -1);
    }

    private boolean half() {
        boolean morning = text.regionMatches(true, at, "AM", 0, 2);
        isAfternoon = text.regionMatches(true, at, "PM", 0, 2);
        if (!morning && !isAfternoon) {
            return false;
        }
        at += 2;
        return true;
    }

    private boolean epoch() {
        if (!isDigit()) {
            return false;
        }
        double seconds = 0;
        while (isDigit()) {
            seconds = seconds * 10 + text.charAt(at++) - '0';
        }
        if (seconds > 1e16) {
            return false;
        }
        BrokenDownTime read = BrokenDownTime.of(seconds);
        year = read.year();
        month = read.month();
        day = read.day();
        hour = read.hour();
        minute = read.minute();
        second = read.second();
        weekday = read.weekday();
        yearDay = read.yearDay();
        return true;
    }

    private boolean weekYear() {
        if (!isDigit()) {
            return false;
        }
        while (isDigit()) {
            at++;
        }
        return true;
    }

    /// An offset from UTC is read, and of no effect.
    private boolean offset() {
        skipSpace();
        if (literal('Z')) {
            return true;
        }
        if (!literal('+') && !literal('-')) {
            return false;
        }
        int digits = 0;
        int value = 0;
        while (digits < 4 && isDigit()) {
            value = value * 10 + text.charAt(at++) - '0';
            digits++;
            if (digits == 2 && at < text.length() && text.charAt(at) == ':') {
                at++;
            }
        }
        if (digits == 2) {
            value *= 100;
        } else if (digits != 4) {
            return false;
        }
        return value % 100 < 60;
    }

    private boolean isLeap() {
        return BrokenDownTime.isLeap(1900L + year);
    }

    private int before(int of) {
        return BEFORE_MONTH[of] + (of > 1 && isLeap() ? 1 : 0);
    }

    private void complete() {
        if (hasTwelveHours && isAfternoon) {
            hour += 12;
        }
        if (century >= 0) {
            year = (wantsCentury ? year % 100 : 0) + (century - 19) * 100;
        }
        if (wantsDays && !hasWeekday) {
            if (!(hasMonth && hasDay) && hasYearDay) {
                dateOfYearDay();
                hasMonth = true;
                hasDay = true;
            }
            weekday = computedWeekday();
        }
        if (wantsDays && !hasYearDay) {
            yearDay = before(month) + day - 1;
        }
        if ((sundayWeek >= 0 || mondayWeek >= 0) && hasWeekday) {
            dateOfWeek();
        }
        completeAsJq();
    }

    private void dateOfYearDay() {
        int next = 0;
        while (next < 12 && before(next) <= yearDay) {
            next++;
        }
        if (!hasMonth) {
            month = next - 1;
        }
        if (!hasDay) {
            day = yearDay - before(next - 1) + 1;
        }
    }

    private int computedWeekday() {
        long seconds = new BrokenDownTime(year, month, day, 0, 0, 0, 0, 0).seconds();
        return (int) Math.floorMod(Math.floorDiv(seconds, 86_400L) + 4, 7L);
    }

    private void dateOfWeek() {
        int week = sundayWeek >= 0 ? sundayWeek : mondayWeek;
        int first = sundayWeek >= 0 ? 0 : 1;
        int read = weekday;
        int keptDay = day;
        int keptMonth = month;
        day = 1;
        month = 0;
        int firstWeekday = computedWeekday();
        day = hasDay ? keptDay : day;
        month = hasMonth ? keptMonth : month;
        if (!hasYearDay) {
            yearDay = (7 - (firstWeekday - first)) % 7 + (week - 1) * 7 + (read - first + 7) % 7;
        }
        if (!hasDay || !hasMonth) {
            dateOfYearDay();
        }
        weekday = read;
    }

    /// jq computes both days itself where C has not, if the day of the month is one.
    private void completeAsJq() {
        boolean isDay = day >= 1 && day <= 31;
        if (weekday == NO_WEEKDAY && isDay) {
            weekday = computedWeekday();
        }
        if (yearDay == NO_YEAR_DAY && isDay) {
            yearDay = before(month) + day - 1;
        }
    }
}
