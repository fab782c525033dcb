package io.hydrant.core.cloudformation.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One look over a regular expression: how many atoms its repeats come to, and whether it holds a
/// character class that two dialects read differently. Whether it is well-formed is not its
/// concern.
final class PatternScan {
    /// At its beginning: a repeat with a count. The higher count decides.
    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

    private static final String INTERSECTION =
            "has a class within a class, or an intersection (&&), which Hydrant does not support:"
                    + " write the characters of the class one by one";

    private static final String LOOK_AROUND =
            "has a look-around ((?=, (?!, (?<= or (?<!), which Hydrant does not support: write"
                    + " what is allowed as alternatives, or as AllowedValues, and lengths as"
                    + " MinLength and MaxLength";

    private static final String ATOMIC =
            "has an atomic group ((?>), which Hydrant does not support: write (?: instead";

    private static final String POSSESSIVE =
            "has a possessive repeat (*+, ++, ?+ or }+), which Hydrant does not support: leave the"
                    + " second + out";

    private static final String BACK_REFERENCE =
            "has a back-reference (\\1, \\k<name>), which Hydrant does not support: write what may"
                    + " be repeated as alternatives";

    private final String text;
    private final int atomsMax;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long sum;
    private long last;

    PatternScan(String text, int atomsMax) {
        this.text = text;
        this.atomsMax = atomsMax;
    }

    /// How many atoms its repeats come to, once it was looked at.
    long atoms() {
        return sum;
    }

    /// What cannot be supported, as the end of a sentence.
    Optional<String> problem() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            Optional<String> construct = construct(at);
            if (construct.isPresent()) {
                return construct;
            }
            if (c == '[') {
                int end = classEnd(at);
                if (end < 0) {
                    return Optional.of(INTERSECTION);
                }
                atom(1);
                at = end;
                continue;
            }
            Matcher count = COUNT.matcher(text).region(at, text.length());
            if (c == '{' && count.lookingAt()) {
                repeat(count);
                at = count.end();
                if (text.startsWith("+", at)) {
                    return Optional.of(POSSESSIVE);
                }
            } else {
                single(c);
                at += c == '\\' ? 2 : 1;
            }
            if (sum > atomsMax) {
                return Optional.of(
                        "repeats too much: it comes to more than " + atomsMax + " atoms");
            }
        }
        return Optional.empty();
    }

    /// Something by name, outside classes, that an engine without going back does not have.
    private Optional<String> construct(int at) {
        if (isAnyAt(at, "(?=", "(?!", "(?<=", "(?<!")) {
            return Optional.of(LOOK_AROUND);
        }
        if (text.startsWith("(?>", at)) {
            return Optional.of(ATOMIC);
        }
        if (isAnyAt(at, "*+", "++", "?+")) {
            return Optional.of(POSSESSIVE);
        }
        boolean refers =
                text.startsWith("\\k<", at)
                        || (text.charAt(at) == '\\'
                                && at + 1 < text.length()
                                && text.charAt(at + 1) >= '1'
                                && text.charAt(at + 1) <= '9');
        return refers ? Optional.of(BACK_REFERENCE) : Optional.empty();
    }

    private boolean isAnyAt(int at, String... constructs) {
        for (String construct : constructs) {
            if (text.startsWith(construct, at)) {
                return true;
            }
        }
        return false;
    }

    private void single(char c) {
        switch (c) {
            case '(' -> {
                outer.push(sum);
                sum = 0;
                last = 0;
            }
            case ')' -> {
                long group = Math.max(1, sum);
                sum = outer.isEmpty() ? 0 : outer.pop();
                atom(group);
            }
            default -> atom(1);
        }
    }

    private void atom(long count) {
        last = count;
        sum += count;
    }

    private void repeat(Matcher count) {
        String most = count.group(2);
        long times = Long.parseLong(most == null || most.isEmpty() ? count.group(1) : most);
        long all = last * Math.max(1, times);
        sum += all - last;
        last = all;
    }

    /// Behind a character class; negative when there is another in it.
    private int classEnd(int start) {
        int at = start + 1;
        if (at < text.length() && text.charAt(at) == '^') {
            at++;
        }
        boolean first = true;
        while (at < text.length() && (first || text.charAt(at) != ']')) {
            if (text.charAt(at) == '[' || text.startsWith("&&", at)) {
                return -1;
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
            first = false;
        }
        return Math.min(text.length(), at + 1);
    }
}
