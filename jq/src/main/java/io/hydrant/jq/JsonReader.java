package io.hydrant.jq;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads documents as people write them, in one pass, and leaves out what the program cannot reach.
/// At whatever is unusual it gives up: then [JsonMachine], which does as jq does byte by byte,
/// decides what the document is, or what is wrong with it.
final class JsonReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    /// What jq counts of arrays, objects and keys that are open.
    private int open;

    private JsonReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /// The one value that the bytes spell.
    ///
    /// @throws JqDocumentException if they spell none or several
    static JqValue read(byte[] bytes, int from, int to, Reach reach) {
        JsonReader reader = new JsonReader(bytes, from, to);
        JqValue value = reader.value(reach);
        if (value != null) {
            reader.skipSpace();
            if (reader.at == to) {
                return value;
            }
        }
        return JsonMachine.read(bytes, from, to);
    }

    /// The next value; null if it is unusual.
    private @Nullable JqValue value(Reach reach) {
        skipSpace();
        if (at == end) {
            return null;
        }
        return switch (bytes[at]) {
            case '{' -> object(reach);
            case '[' -> array(reach);
            case '"' -> {
                String text = string();
                yield text == null ? null : new JqString(text);
            }
            case 't' -> literal("true") ? JqBoolean.TRUE : null;
            case 'f' -> literal("false") ? JqBoolean.FALSE : null;
            case 'n' -> literal("null") ? JqNull.NULL : null;
            default -> number();
        };
    }

    private void skipSpace() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
                return;
            }
            at++;
        }
    }

    /// Takes the byte, if it is next.
    private boolean take(char expected) {
        skipSpace();
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private @Nullable JqValue object(Reach reach) {
        if (open >= JsonMachine.OPEN_MAX) {
            return null;
        }
        at++;
        if (take('}')) {
            return JqObject.EMPTY;
        }
        Map<String, Reach> members = reach.members();
        JqObject.Building building = new JqObject.Building(members == null ? 8 : members.size());
        open += 2;
        do {
            skipSpace();
            if (at == end || bytes[at] != '"') {
                return null;
            }
            Map.Entry<String, Reach> known = members == null ? null : known(members);
            String key = known == null ? null : known.getKey();
            if (key == null) {
                key = members == null ? string() : skippedString();
            }
            if (key == null || !take(':')) {
                return null;
            }
            if (members != null && known == null) {
                // A key that is written with escapes may be one of those that count.
                if (members.containsKey(key)) {
                    return null;
                }
                if (!skipValue()) {
                    return null;
                }
                continue;
            }
            JqValue value = value(known == null ? Reach.ALL : known.getValue());
            if (value == null) {
                return null;
            }
            building.put(key, value);
        } while (take(','));
        open -= 2;
        return take('}') ? building.done() : null;
    }

    /// What stands for a string that nobody wants to know: no key is half of a pair.
    private static final String SKIPPED = "\ud800";

    /// The member whose key is next, which is then passed, if it is one of these.
    private Map.@Nullable Entry<String, Reach> known(Map<String, Reach> members) {
        for (Map.Entry<String, Reach> member : members.entrySet()) {
            String key = member.getKey();
            int last = at + 1 + key.length();
            if (last < end && bytes[last] == '"' && standsAt(key, at + 1)) {
                at = last + 1;
                return member;
            }
        }
        return null;
    }

    /// Whether these bytes spell the text, which they never do if it is not plain ASCII.
    private boolean standsAt(String text, int from) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (bytes[from + i] != c || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private @Nullable JqValue array(Reach reach) {
        if (open >= JsonMachine.OPEN_MAX) {
            return null;
        }
        at++;
        if (take(']')) {
            return JqArray.EMPTY;
        }
        open++;
        if (!reach.isAll()) {
            do {
                if (!skipValue()) {
                    return null;
                }
            } while (take(','));
            open--;
            return take(']') ? JqArray.EMPTY : null;
        }
        JqValue[] items = new JqValue[8];
        int size = 0;
        do {
            JqValue item = value(Reach.ALL);
            if (item == null) {
                return null;
            }
            if (size == items.length) {
                items = Arrays.copyOf(items, size * 2);
            }
            items[size++] = item;
        } while (take(','));
        open--;
        return take(']') ? JqArray.of(Arrays.copyOf(items, size)) : null;
    }

    /// Passes a value, whatever it is, and answers whether it is as usual.
    private boolean skipValue() {
        skipSpace();
        if (at == end) {
            return false;
        }
        return switch (bytes[at]) {
            case '{', '[' -> value(Reach.NOTHING) != null;
            case '"' -> skippedString() != null;
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number() != null;
        };
    }

    /// Passes a string. One without escapes is not even made.
    private @Nullable String skippedString() {
        int i = at + 1;
        while (i < end) {
            byte b = bytes[i];
            if (b == '"') {
                for (int k = at + 1; k < i; k++) {
                    if (bytes[k] < 0) {
                        // It may be a key that counts, or not even be UTF-8.
                        return string();
                    }
                }
                at = i + 1;
                return SKIPPED;
            }
            if (b == '\\') {
                return string();
            }
            if (b >= 0 && b < JsonMachine.PLAIN_FROM) {
                return null;
            }
            i++;
        }
        return null;
    }

    private @Nullable String string() {
        int from = at + 1;
        int all = 0;
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b == '"') {
                at = i + 1;
                return all >= 0
                        ? new String(bytes, from, i - from, StandardCharsets.ISO_8859_1)
                        : utf8(from, i);
            }
            if (b == '\\') {
                return escaped(from, i);
            }
            if (b >= 0 && b < JsonMachine.PLAIN_FROM) {
                return null;
            }
            all |= b;
        }
        return null;
    }

    private String utf8(int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : Utf8Text.of(bytes, from, to);
    }

    /// A string of which the first escape is here.
    private @Nullable String escaped(int from, int first) {
        StringBuilder text = new StringBuilder();
        int plain = from;
        int i = first;
        while (i < end) {
            byte b = bytes[i];
            if (b == '"') {
                at = i + 1;
                return addTo(text, plain, i) ? text.toString() : null;
            }
            if (b >= 0 && b < JsonMachine.PLAIN_FROM) {
                return null;
            }
            if (b != '\\') {
                i++;
                continue;
            }
            if (i + 1 >= end || !addTo(text, plain, i)) {
                return null;
            }
            i = escape(i + 1, text);
            if (i < 0) {
                return null;
            }
            plain = i;
        }
        return null;
    }

    /// Appends what stands between escapes, if it is UTF-8: otherwise an escape may belong to it.
    private boolean addTo(StringBuilder text, int from, int to) {
        String piece = utf8(from, to);
        text.append(piece);
        return piece.indexOf('\ufffd') < 0;
    }

    /// Appends what the escape says, and answers where it ends; -1 if it is unusual.
    private int escape(int letter, StringBuilder text) {
        char plain =
                switch (bytes[letter]) {
                    case '"' -> '"';
                    case '\\' -> '\\';
                    case '/' -> '/';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> 0;
                };
        if (plain != 0) {
            text.append(plain);
            return letter + 1;
        }
        if (bytes[letter] != 'u') {
            return -1;
        }
        int unit = hex(letter + 1);
        if (unit < 0 || unit >= 0xd800 && unit <= 0xdfff) {
            return pair(unit, letter + 5, text);
        }
        text.append((char) unit);
        return letter + 5;
    }

    private int pair(int high, int next, StringBuilder text) {
        if (high < 0xd800 || high > 0xdbff || next + 6 > end) {
            return -1;
        }
        int low = bytes[next] == '\\' && bytes[next + 1] == 'u' ? hex(next + 2) : -1;
        if (low < 0xdc00 || low > 0xdfff) {
            return -1;
        }
        text.append((char) high).append((char) low);
        return next + 6;
    }

    private int hex(int from) {
        if (from + 4 > end) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = bytes[i] < 0 ? -1 : Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private boolean literal(String word) {
        int last = at + word.length();
        if (last > end || !standsAt(word, at) || !isDelimited(last)) {
            return false;
        }
        at = last;
        return true;
    }

    /// Whether a number or a word may end here.
    private boolean isDelimited(int next) {
        if (next == end) {
            return true;
        }
        return switch (bytes[next]) {
            case ',', '}', ']', ' ', '\n', '\r', '\t' -> true;
            default -> false;
        };
    }

    /// A number: whole ones of up to fifteen digits are computed here.
    private @Nullable JqValue number() {
        int from = at;
        boolean negative = bytes[at] == '-';
        int i = negative ? at + 1 : at;
        int digits = i;
        long whole = 0;
        while (i < end && bytes[i] >= '0' && bytes[i] <= '9') {
            whole = whole * 10 + bytes[i] - '0';
            i++;
        }
        if (i > digits && i - digits <= 15 && isDelimited(i)) {
            at = i;
            return new JqNumber(negative ? -(double) whole : whole);
        }
        while (i < end && isOfNumber(bytes[i])) {
            i++;
        }
        if (i == digits || !isDelimited(i)) {
            return null;
        }
        at = i;
        double value =
                JsonNumber.parse(new String(bytes, from, i - from, StandardCharsets.ISO_8859_1));
        return Double.isNaN(value) ? null : new JqNumber(value);
    }

    private static boolean isOfNumber(byte b) {
        return b >= '0' && b <= '9' || b == '.' || b == 'e' || b == 'E' || b == '-' || b == '+';
    }
}
