package io.hydrant.jq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads regular expressions in Oniguruma's syntax, as far as it is Perl's: what jq takes.
final class RegexParser {
    private static final int NESTING_MAX = 100;
    private static final int REPEAT_MAX = 100_000;
    private static final Pattern INTERVAL = Pattern.compile("\\{([0-9]+)(,?)([0-9]*)\\}");

    private final String source;
    private int at;
    private int nesting;
    private int groups;
    private final Map<String, List<Integer>> names = new LinkedHashMap<>();
    private RegexOptions options;

    RegexParser(String source, RegexOptions options) {
        this.source = source;
        this.options = options;
        findNames();
    }

    /// The groups by their names.
    Map<String, List<Integer>> names() {
        return names;
    }

    int groups() {
        return groups;
    }

    RegexNode parse() {
        RegexNode all = choice();
        if (at < source.length()) {
            throw new RegexFault("unmatched close parenthesis");
        }
        return all;
    }

    /// Names may be referred to before their groups are there.
    private void findNames() {
        int number = 0;
        boolean inClass = false;
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
            } else if (inClass) {
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
            } else if (c == '(') {
                boolean named =
                        source.startsWith("(?<", i)
                                && i + 3 < source.length()
                                && "=!".indexOf(source.charAt(i + 3)) < 0;
                if (named) {
                    int end = source.indexOf('>', i);
                    if (end < 0) {
                        throw new RegexFault("invalid group name <>");
                    }
                    number++;
                    names.computeIfAbsent(source.substring(i + 3, end), _ -> new ArrayList<>())
                            .add(number);
                } else if (!source.startsWith("(?", i)) {
                    number++;
                }
            }
        }
    }

    private boolean more() {
        return at < source.length();
    }

    private int peek() {
        return source.codePointAt(at);
    }

    private int next() {
        if (!more()) {
            throw new RegexFault("end pattern at escape");
        }
        int c = source.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private boolean take(String text) {
        if (!source.startsWith(text, at)) {
            return false;
        }
        at += text.length();
        return true;
    }

    private RegexNode choice() {
        if (++nesting > NESTING_MAX) {
            throw new RegexFault("too deep");
        }
        RegexOptions before = options;
        List<RegexNode> parts = new ArrayList<>();
        do {
            parts.add(sequence());
        } while (take("|"));
        options = before;
        nesting--;
        return parts.size() == 1 ? parts.getFirst() : new RegexNode.Choice(parts);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        while (more() && peek() != '|' && peek() != ')') {
            if (options.extended() && skipExtended()) {
                continue;
            }
            if (take("(?#")) {
                int end = source.indexOf(')', at);
                if (end < 0) {
                    throw new RegexFault("end pattern in group");
                }
                at = end + 1;
                continue;
            }
            if (take("\\Q")) {
                quoted(parts);
                continue;
            }
            RegexNode atom = atom();
            parts.add(repeated(atom));
        }
        return parts.size() == 1 ? parts.getFirst() : new RegexNode.Sequence(parts);
    }

    private boolean skipExtended() {
        int c = peek();
        if (c == '#') {
            int end = source.indexOf('\n', at);
            at = end < 0 ? source.length() : end + 1;
            return true;
        }
        if (c == ' ' || c >= 0x09 && c <= 0x0d) {
            at++;
            return true;
        }
        return false;
    }

    private void quoted(List<RegexNode> parts) {
        int end = source.indexOf("\\E", at);
        String text = source.substring(at, end < 0 ? source.length() : end);
        text.codePoints().forEach(c -> parts.add(letter(c)));
        at = end < 0 ? source.length() : end + 2;
    }

    private RegexNode letter(int c) {
        return new RegexNode.Letter(
                options.anyCase() ? CodePoints.folded(c) : c, options.anyCase());
    }

    private RegexNode repeated(RegexNode atom) {
        RegexNode node = atom;
        while (more()) {
            if (options.extended() && skipExtended()) {
                continue;
            }
            int least;
            int most = RegexNode.Repeat.ENDLESS;
            boolean interval = false;
            if (take("*")) {
                least = 0;
            } else if (take("+")) {
                least = 1;
            } else if (take("?")) {
                least = 0;
                most = 1;
            } else {
                int[] bounds = interval();
                if (bounds == null) {
                    return node;
                }
                least = bounds[0];
                most = bounds[1];
                interval = true;
            }
            RegexNode.Greed greed = RegexNode.Greed.GREEDY;
            if (take("?")) {
                greed = RegexNode.Greed.LAZY;
            } else if (!interval && take("+")) {
                greed = RegexNode.Greed.POSSESSIVE;
            }
            if (++nesting > NESTING_MAX * 2) {
                throw new RegexFault("too deep");
            }
            node = new RegexNode.Repeat(node, least, most, greed);
        }
        return node;
    }

    /// The bounds of `{2,3}`; null if what is next is none, which then stands for itself.
    private int @Nullable [] interval() {
        Matcher interval = INTERVAL.matcher(source);
        if (!interval.region(at, source.length()).lookingAt()) {
            return null;
        }
        int least = number(interval.group(1), 0);
        int most =
                interval.group(2).isEmpty()
                        ? least
                        : number(interval.group(3), RegexNode.Repeat.ENDLESS);
        if (most >= 0 && least > most) {
            throw new RegexFault("upper is smaller than lower in repeat range");
        }
        at = interval.end();
        return new int[] {least, most};
    }

    private static int number(String digits, int otherwise) {
        if (digits.isEmpty()) {
            return otherwise;
        }
        if (digits.length() > 6 || Integer.parseInt(digits) > REPEAT_MAX) {
            throw new RegexFault("too big number for repeat range");
        }
        return Integer.parseInt(digits);
    }

    private RegexNode atom() {
        int c = next();
        return switch (c) {
            case '.' -> {
                boolean all = options.dotAll();
                yield new RegexNode.OneOf(d -> all || d != '\n');
            }
            case '^' ->
                    new RegexNode.Assert(
                            options.lines()
                                    ? RegexNode.Place.LINE_START
                                    : RegexNode.Place.TEXT_START);
            case '$' ->
                    new RegexNode.Assert(
                            options.lines()
                                    ? RegexNode.Place.LINE_END
                                    : RegexNode.Place.TEXT_END_OR_LAST_LINE);
            case '(' -> group();
            case '[' ->
                    new RegexNode.OneOf(
                            new RegexClass(source, at, options.anyCase()).parse(end -> at = end));
            case '*', '+', '?' ->
                    throw new RegexFault("target of repeat operator is not specified");
            case '\\' -> escape();
            default -> letter(c);
        };
    }

    private RegexNode group() {
        if (!take("?")) {
            groups++;
            return closed(new RegexNode.Group(groups, choice()));
        }
        if (take(":")) {
            return closed(choice());
        }
        if (take("=")) {
            return closed(new RegexNode.Look(choice(), true, false));
        }
        if (take("!")) {
            return closed(new RegexNode.Look(choice(), true, true));
        }
        if (take("<=")) {
            return closed(new RegexNode.Look(choice(), false, false));
        }
        if (take("<!")) {
            return closed(new RegexNode.Look(choice(), false, true));
        }
        if (take(">")) {
            return closed(new RegexNode.Atomic(choice()));
        }
        if (take("<")) {
            name('>');
            groups++;
            return closed(new RegexNode.Group(groups, choice()));
        }
        return switched();
    }

    private RegexNode closed(RegexNode group) {
        if (!take(")")) {
            throw new RegexFault("end pattern with unmatched parenthesis");
        }
        return group;
    }

    private String name(char end) {
        int close = source.indexOf(end, at);
        if (close < 0 || close == at) {
            throw new RegexFault("group name is empty");
        }
        String name = source.substring(at, close);
        if (Character.isDigit(name.charAt(0)) || !name.codePoints().allMatch(CodePoints::isWord)) {
            throw new RegexFault("invalid group name <" + name + ">");
        }
        at = close + 1;
        return name;
    }

    /// `(?i)` for the rest of the group, or `(?i:…)`.
    private RegexNode switched() {
        RegexOptions before = options;
        boolean on = true;
        while (true) {
            int c = more() ? next() : -1;
            switch (c) {
                case '-' -> {
                    if (options.equals(before)) {
                        throw new RegexFault("invalid group name <>");
                    }
                    on = false;
                }
                case 'i', 's', 'm', 'x' -> options = options.with(c, on);
                // It holds for all that follows in this group, its other alternatives included.
                case ')' -> {
                    return choice();
                }
                case ':' -> {
                    RegexNode body = choice();
                    options = before;
                    return closed(body);
                }
                default -> throw new RegexFault("undefined group option");
            }
        }
    }

    private RegexNode escape() {
        int c = next();
        return switch (c) {
            case 'A' -> new RegexNode.Assert(RegexNode.Place.TEXT_START);
            case 'z' -> new RegexNode.Assert(RegexNode.Place.TEXT_END);
            case 'Z' -> new RegexNode.Assert(RegexNode.Place.TEXT_END_OR_LAST_LINE);
            case 'G' -> new RegexNode.Assert(RegexNode.Place.SEARCH_START);
            case 'b' -> new RegexNode.Assert(RegexNode.Place.WORD_BOUNDARY);
            case 'B' -> new RegexNode.Assert(RegexNode.Place.NO_WORD_BOUNDARY);
            case 'k' -> named();
            case 'R' -> lineBreak();
            case 'N' -> new RegexNode.OneOf(d -> d != '\n');
            case 'O' -> new RegexNode.OneOf(_ -> true);
            case 'K' -> new RegexNode.Keep();
            case 'X', 'g', 'y', 'Y' ->
                    throw new RegexFault("\\" + Character.toString(c) + " is not supported");
            default -> numbered(c);
        };
    }

    private static RegexNode lineBreak() {
        RegexNode both =
                new RegexNode.Sequence(
                        List.of(
                                new RegexNode.Letter('\r', false),
                                new RegexNode.Letter('\n', false)));
        RegexNode one =
                new RegexNode.OneOf(
                        d -> d >= 0x0a && d <= 0x0d || d == 0x85 || d == 0x2028 || d == 0x2029);
        return new RegexNode.Atomic(new RegexNode.Choice(List.of(both, one)));
    }

    private RegexNode named() {
        if (!take("<")) {
            return letter('k');
        }
        int close = source.indexOf('>', at);
        String name = close < 0 ? "" : source.substring(at, close);
        at = close + 1;
        if (name.matches("[0-9]{1,4}")) {
            return back(Integer.parseInt(name));
        }
        List<Integer> numbers = names.get(name);
        if (numbers == null) {
            throw new RegexFault("undefined name <" + name + "> reference");
        }
        return new RegexNode.Back(List.copyOf(numbers), options.anyCase());
    }

    private RegexNode numbered(int c) {
        if (c >= '1' && c <= '9') {
            int from = at - 1;
            int end = at;
            while (end < source.length()
                    && end - from < 4
                    && Character.isDigit(source.charAt(end))) {
                end++;
            }
            int number = Integer.parseInt(source.substring(from, end));
            if (number <= 9 || number <= groups) {
                at = end;
                return back(number);
            }
        }
        RegexClass escapes = new RegexClass(source, at, options.anyCase());
        IntPredicate set = escapes.set(c);
        if (set != null) {
            at = escapes.position();
            return new RegexNode.OneOf(set);
        }
        int code = escapes.code(c);
        at = escapes.position();
        return letter(code);
    }

    private RegexNode back(int number) {
        int all = (int) source.chars().filter(c -> c == '(').count();
        if (number > all) {
            throw new RegexFault("invalid backref number/name");
        }
        return new RegexNode.Back(List.of(number), options.anyCase());
    }
}
