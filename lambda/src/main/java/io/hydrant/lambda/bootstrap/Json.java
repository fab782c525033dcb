package io.hydrant.lambda.bootstrap;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes JSON: objects are maps, arrays are lists, and numbers are the smallest of
/// Integer, Long and Double that holds them.
final class Json {
    private static final int DEPTH_MAX = 1_000;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    static @Nullable Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.wrong();
        }
        return value;
    }

    private @Nullable Object value() {
        space();
        if (at >= text.length() || ++depth > DEPTH_MAX) {
            throw wrong();
        }
        Object value =
                switch (text.charAt(at)) {
                    case '{' -> object();
                    case '[' -> array();
                    case '"' -> string();
                    case 't' -> word("true", true);
                    case 'f' -> word("false", false);
                    case 'n' -> word("null", null);
                    default -> number();
                };
        depth--;
        return value;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        at++;
        space();
        if (takes('}')) {
            return members;
        }
        do {
            space();
            String name = string();
            space();
            expect(':');
            members.put(name, value());
            space();
        } while (takes(','));
        expect('}');
        return members;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> elements = new ArrayList<>();
        at++;
        space();
        if (takes(']')) {
            return elements;
        }
        do {
            elements.add(value());
            space();
        } while (takes(','));
        expect(']');
        return elements;
    }

    private String string() {
        expect('"');
        int quote = text.indexOf('"', at);
        int escape = text.indexOf('\\', at);
        if (quote >= 0 && (escape < 0 || quote < escape)) {
            String plain = text.substring(at, quote);
            at = quote + 1;
            return plain;
        }
        StringBuilder string = new StringBuilder();
        while (!takes('"')) {
            char next = next();
            string.append(next == '\\' ? escaped() : next);
        }
        return string.toString();
    }

    private char escaped() {
        char kind = next();
        return switch (kind) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw wrong();
                }
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> kind;
        };
    }

    private Number number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(text.substring(from, at));
        } catch (NumberFormatException e) {
            throw wrong();
        }
        if (number.scale() != 0 || number.precision() > 18) {
            return number.doubleValue();
        }
        long whole = number.longValue();
        if (whole == (int) whole) {
            return (int) whole;
        }
        return whole;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong();
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char next() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at++);
    }

    private boolean takes(char expected) {
        boolean isThere = at < text.length() && text.charAt(at) == expected;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void expect(char expected) {
        if (!takes(expected)) {
            throw wrong();
        }
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("Not JSON, at character " + at);
    }

    static String print(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        print(value, json);
        return json.toString();
    }

    private static void print(@Nullable Object value, StringBuilder json) {
        switch (value) {
            case null -> json.append("null");
            case String string -> printString(string, json);
            case Map<?, ?> members -> {
                char separator = '{';
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    json.append(separator);
                    printString(String.valueOf(member.getKey()), json);
                    json.append(':');
                    print(member.getValue(), json);
                    separator = ',';
                }
                json.append(separator == '{' ? "{}" : "}");
            }
            case Iterable<?> elements -> {
                char separator = '[';
                for (Object element : elements) {
                    json.append(separator);
                    print(element, json);
                    separator = ',';
                }
                json.append(separator == '[' ? "[]" : "]");
            }
            case Number number -> json.append(number);
            case Boolean truth -> json.append(truth);
            default -> throw new IllegalArgumentException("Not for JSON: " + value.getClass());
        }
    }

    private static void printString(String string, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < string.length(); i++) {
            char each = string.charAt(i);
            if (each == '"' || each == '\\') {
                json.append('\\').append(each);
            } else if (each < ' ' || Character.isSurrogate(each)) {
                json.append("\\u%04x".formatted((int) each));
            } else {
                json.append(each);
            }
        }
        json.append('"');
    }
}
