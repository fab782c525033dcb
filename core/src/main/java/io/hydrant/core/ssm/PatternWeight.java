package io.hydrant.core.ssm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many atoms a regular expression comes to once its repeats are written out: what matching it
/// takes grows with that. Whether it is well-formed is not its concern.
final class PatternWeight {
    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

    private final String text;

    /// Of the groups around the one that is read, innermost first.
    private final Deque<Long> outer = new ArrayDeque<>();

    private long sum;
    private long last;

    private PatternWeight(String text) {
        this.text = text;
    }

    static long of(String text) {
        return new PatternWeight(text).sum();
    }

    private long sum() {
        int at = 0;
        while (at < text.length()) {
            Matcher count = COUNT.matcher(text).region(at, text.length());
            if (text.charAt(at) == '{' && count.lookingAt()) {
                repeat(count);
                at = count.end();
            } else {
                at = single(at);
            }
        }
        outer.forEach(before -> sum += before);
        return sum;
    }

    /// Every count is at least one here; sums stay far from what a long holds, since a count has
    /// nine digits and a weight is cut off at as much.
    private void repeat(Matcher count) {
        String most =
                count.group(2) == null || count.group(2).isEmpty()
                        ? count.group(1)
                        : count.group(2);
        long times = Math.max(1, Long.parseLong(most));
        long repeated = Math.min(last * times, Integer.MAX_VALUE);
        sum = Math.min(sum - last + repeated, Integer.MAX_VALUE);
        last = repeated;
    }

    private int single(int at) {
        char c = text.charAt(at);
        if (c == '(') {
            outer.push(sum);
            sum = 0;
        } else if (c == ')' && !outer.isEmpty()) {
            last = sum;
            sum += outer.pop();
        } else {
            last = 1;
            sum++;
        }
        if (c == '[') {
            return classEnd(at);
        }
        return at + (c == '\\' ? 2 : 1);
    }

    /// Behind a class of characters, of which a bracket may be the first.
    private int classEnd(int start) {
        int at = start + (text.startsWith("[^", start) ? 2 : 1);
        boolean isFirst = true;
        while (at < text.length() && (isFirst || text.charAt(at) != ']')) {
            at += text.charAt(at) == '\\' ? 2 : 1;
            isFirst = false;
        }
        return at + 1;
    }
}
