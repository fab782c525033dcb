package io.hydrant.jq;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Reads a class of characters, `[a-z_]`, and the escapes that may stand in one.
final class RegexClass {
    private final String source;
    private final boolean anyCase;
    private int at;

    RegexClass(String source, int at, boolean anyCase) {
        this.source = source;
        this.at = at;
        this.anyCase = anyCase;
    }

    int position() {
        return at;
    }

    /// The class whose bracket was passed. Where it ends is handed out.
    IntPredicate parse(IntConsumer end) {
        IntPredicate set = members();
        end.accept(at);
        return fast(set);
    }

    private static IntPredicate inAnyCase(IntPredicate set) {
        return c ->
                set.test(c)
                        || set.test(Character.toLowerCase(c))
                        || set.test(Character.toUpperCase(c))
                        || set.test(CodePoints.folded(c));
    }

    /// What is plain ASCII is looked up.
    private static IntPredicate fast(IntPredicate set) {
        boolean[] ascii = new boolean[128];
        for (int c = 0; c < ascii.length; c++) {
            ascii[c] = set.test(c);
        }
        return c -> c < 128 ? ascii[c] : set.test(c);
    }

    private IntPredicate members() {
        boolean negative = take("^");
        IntPredicate set = _ -> false;
        boolean first = true;
        while (true) {
            if (at >= source.length()) {
                throw new RegexFault("premature end of char-class");
            }
            if (!first && take("]")) {
                break;
            }
            if (first && source.startsWith("]", at)) {
                if (source.indexOf(']', at + 1) < 0) {
                    throw new RegexFault("empty char-class");
                }
            }
            first = false;
            set = either(set, member());
        }
        IntPredicate all = anyCase ? inAnyCase(set) : set;
        return negative ? all.negate() : all;
    }

    private static IntPredicate either(IntPredicate a, IntPredicate b) {
        return c -> a.test(c) || b.test(c);
    }

    private IntPredicate member() {
        if (source.startsWith("[:", at)) {
            IntPredicate posix = posix();
            if (posix != null) {
                return posix;
            }
        }
        int c = next();
        if (c == '\\') {
            int escaped = next();
            IntPredicate set = set(escaped);
            if (set != null) {
                return set;
            }
            c = escaped == 'b' ? '\b' : code(escaped);
        }
        boolean range =
                source.startsWith("-", at)
                        && at + 1 < source.length()
                        && source.charAt(at + 1) != ']';
        if (!range) {
            int only = c;
            return d -> d == only;
        }
        return rangeFrom(c);
    }

    private IntPredicate rangeFrom(int first) {
        at++;
        int last = next();
        if (last == '\\') {
            int escaped = next();
            if (set(escaped) != null) {
                throw new RegexFault("char-class value at end of range");
            }
            last = code(escaped);
        }
        if (last < first) {
            throw new RegexFault("empty range in char class");
        }
        int to = last;
        return d -> d >= first && d <= to;
    }

    private @Nullable IntPredicate posix() {
        int end = source.indexOf(":]", at + 2);
        if (end < 0) {
            return null;
        }
        String name = source.substring(at + 2, end);
        boolean negative = name.startsWith("^");
        IntPredicate set = CodePoints.named(negative ? name.substring(1) : name);
        if (!name.matches("\\^?[a-z]+")) {
            return null;
        }
        if (set == null) {
            throw new RegexFault("invalid POSIX bracket type");
        }
        at = end + 2;
        return negative ? set.negate() : set;
    }

    private boolean take(String text) {
        if (!source.startsWith(text, at)) {
            return false;
        }
        at += text.length();
        return true;
    }

    private int next() {
        if (at >= source.length()) {
            throw new RegexFault("end pattern at escape");
        }
        int c = source.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    /// The set that the escape with this letter stands for, or null if it stands for one character.
    @Nullable IntPredicate set(int letter) {
        return switch (letter) {
            case 'd' -> CodePoints::isDigit;
            case 'D' -> c -> !CodePoints.isDigit(c);
            case 'w' -> CodePoints::isWord;
            case 'W' -> c -> !CodePoints.isWord(c);
            case 's' -> CodePoints::isSpace;
            case 'S' -> c -> !CodePoints.isSpace(c);
            case 'p', 'P' -> source.startsWith("{", at) ? property(letter == 'P') : null;
            default -> null;
        };
    }

    private IntPredicate property(boolean negative) {
        int end = source.indexOf('}', at);
        String name = end < 0 ? "" : source.substring(at + 1, end);
        boolean opposite = name.startsWith("^");
        IntPredicate set = CodePoints.named(opposite ? name.substring(1) : name);
        if (set == null) {
            throw new RegexFault("invalid character property name {" + name + "}");
        }
        at = end + 1;
        IntPredicate quick = fast(set);
        return negative != opposite ? c -> !quick.test(c) : quick;
    }

    /// The character that the escape with this letter stands for.
    int code(int letter) {
        return switch (letter) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'a' -> 0x07;
            case 'e' -> 0x1b;
            case 'x' -> hex();
            case 'c' -> next() & 0x1f;
            default -> letter >= '0' && letter <= '7' ? octal(letter) : letter;
        };
    }

    private int hex() {
        if (source.startsWith("{", at)) {
            int end = source.indexOf('}', at);
            String digits = end < 0 ? "" : source.substring(at + 1, end);
            if (!digits.matches("[0-9A-Fa-f]{1,8}")) {
                throw new RegexFault("invalid code point value");
            }
            long code = Long.parseLong(digits, 16);
            if (code > Character.MAX_CODE_POINT) {
                throw new RegexFault("too big wide-char value");
            }
            at = end + 1;
            return (int) code;
        }
        int value = 0;
        for (int i = 0; i < 2 && at < source.length(); i++) {
            int digit = Character.digit(source.charAt(at), 16);
            if (digit < 0) {
                break;
            }
            value = value * 16 + digit;
            at++;
        }
        return value;
    }

    private int octal(int first) {
        int value = first - '0';
        for (int i = 0; i < 2 && at < source.length(); i++) {
            int digit = source.charAt(at) - '0';
            if (digit < 0 || digit > 7) {
                break;
            }
            value = value * 8 + digit;
            at++;
        }
        return value;
    }
}
