package io.hydrant.core.iam;

import java.util.BitSet;
import java.util.Locale;

/// Wildcard matching as policies do it: `*` is any run of characters, also of `:` and `/`, and `?`
/// any one.
final class Glob {
    /// Stand for a `*` or `?` that came out of a policy variable and means only itself.
    private static final char LITERAL_STAR = '\uE000';

    private static final char LITERAL_QUESTION = '\uE001';

    private Glob() {}

    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && matchesOne(pattern.charAt(p), text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /// Whether a pattern can match a text that begins with this and goes on.
    static boolean matchesBeyond(String pattern, String beginning) {
        BitSet places = new BitSet(); // in the pattern, where its matching may have come to
        places.set(0);
        for (int t = 0; t < beginning.length(); t++) {
            BitSet next = new BitSet();
            for (int p = 0; p < pattern.length(); p++) {
                char wanted = pattern.charAt(p);
                if (places.get(p) && wanted == '*') {
                    next.set(p);
                    places.set(p + 1);
                } else if (places.get(p) && matchesOne(wanted, beginning.charAt(t))) {
                    next.set(p + 1);
                }
            }
            places = next;
        }
        int first = places.nextSetBit(0);
        return first >= 0 && first < pattern.length();
    }

    static boolean matchesIgnoringCase(String pattern, String text) {
        return matches(pattern.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
    }

    /// The text with its wildcards made literal, to be put into a pattern.
    static String literally(String text) {
        return text.replace('*', LITERAL_STAR).replace('?', LITERAL_QUESTION);
    }

    /// The text of a pattern in which nothing is a wildcard any more.
    static String plain(String pattern) {
        return pattern.replace(LITERAL_STAR, '*').replace(LITERAL_QUESTION, '?');
    }

    private static boolean matchesOne(char pattern, char text) {
        return switch (pattern) {
            case '?' -> true;
            case LITERAL_STAR -> text == '*';
            case LITERAL_QUESTION -> text == '?';
            default -> pattern == text;
        };
    }
}
