package io.hydrant.core.conversion;

import io.hydrant.core.conversion.HiveType.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads types as tables spell them: `array<struct<a:int,b:decimal(10,2)>>`. For one thread.
public final class TypeStrings {
    private static final Map<String, Primitive> PRIMITIVES =
            Map.ofEntries(
                    Map.entry("boolean", Primitive.BOOLEAN),
                    Map.entry("tinyint", Primitive.TINYINT),
                    Map.entry("smallint", Primitive.SMALLINT),
                    Map.entry("int", Primitive.INT),
                    Map.entry("integer", Primitive.INT),
                    Map.entry("bigint", Primitive.BIGINT),
                    Map.entry("float", Primitive.FLOAT),
                    Map.entry("double", Primitive.DOUBLE),
                    Map.entry("string", Primitive.STRING),
                    Map.entry("binary", Primitive.BINARY),
                    Map.entry("date", Primitive.DATE),
                    Map.entry("timestamp", Primitive.TIMESTAMP));

    private static final int DEPTH_MAX = 100;
    private static final int PRECISION_MAX = 38;
    private static final int CHAR_MAX = 255;
    private static final int VARCHAR_MAX = 65_535;

    private final String text;
    private int at;
    private int depth;

    private TypeStrings(String text) {
        this.text = text;
    }

    /// @throws UnusableTableException when there is no such type; the message says what is wrong
    public static HiveType parse(String text) throws UnusableTableException {
        TypeStrings reader = new TypeStrings(text);
        HiveType type = reader.type();
        reader.skipBlanks();
        if (reader.at < text.length()) {
            throw reader.expected("end", reader.at);
        }
        return type;
    }

    private HiveType type() throws UnusableTableException {
        skipBlanks();
        int start = at;
        String name = word().toLowerCase(Locale.ROOT);
        if (++depth > DEPTH_MAX) {
            throw new UnusableTableException(
                    "Error: types within more than %d types in '%s'".formatted(DEPTH_MAX, text));
        }
        Primitive primitive = PRIMITIVES.get(name);
        HiveType type = primitive == null ? withParameters(name, start) : primitive;
        depth--;
        return type;
    }

    private HiveType withParameters(String name, int start) throws UnusableTableException {
        return switch (name) {
            case "decimal" -> decimal(start);
            case "char" -> new HiveType.Text(length(CHAR_MAX, start), true);
            case "varchar" -> new HiveType.Text(length(VARCHAR_MAX, start), false);
            case "array" -> {
                take('<');
                HiveType element = type();
                take('>');
                yield new HiveType.Array(element);
            }
            case "map" -> map(start);
            case "struct" -> struct();
            case "set" ->
                    throw new UnusableTableException(
                            "Error: the type 'set' of '%s' is not supported; it must be 'array'"
                                    .formatted(text));
            default -> throw expected("type", start);
        };
    }

    /// Ten digits and none behind the point, unless it says otherwise.
    private HiveType decimal(int start) throws UnusableTableException {
        int precision = 10;
        int scale = 0;
        if (isNext('(')) {
            take('(');
            precision = number();
            if (isNext(',')) {
                take(',');
                scale = number();
            }
            take(')');
        }
        if (precision < 1 || precision > PRECISION_MAX || scale > precision) {
            throw new UnusableTableException(
                    "Error: '%s' is no decimal of 1 to %d digits"
                            .formatted(text.substring(start, at), PRECISION_MAX));
        }
        return new HiveType.Decimal(precision, scale);
    }

    private int length(int max, int start) throws UnusableTableException {
        take('(');
        int length = number();
        take(')');
        if (length < 1 || length > max) {
            throw new UnusableTableException(
                    "Error: the length of '%s' is not between 1 and %d"
                            .formatted(text.substring(start, at), max));
        }
        return length;
    }

    private HiveType map(int start) throws UnusableTableException {
        take('<');
        HiveType key = type();
        take(',');
        HiveType value = type();
        take('>');
        return switch (key) {
            case Primitive _, HiveType.Decimal _, HiveType.Text _ ->
                    new HiveType.Mapping(key, value);
            case HiveType.Array _, HiveType.Mapping _, HiveType.Struct _ ->
                    throw new UnusableTableException(
                            "Error: the keys of '%s' are no primitive values"
                                    .formatted(text.substring(start, at)));
        };
    }

    private HiveType struct() throws UnusableTableException {
        List<TableColumn> fields = new ArrayList<>();
        take('<');
        do {
            if (!fields.isEmpty()) {
                take(',');
            }
            String name = fieldName();
            take(':');
            fields.add(new TableColumn(name, type()));
        } while (isNext(','));
        take('>');
        return new HiveType.Struct(fields);
    }

    private String fieldName() throws UnusableTableException {
        skipBlanks();
        int start = at;
        while (at < text.length() && ":,<>".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(start, at).strip();
        if (name.isEmpty()) {
            throw expected("name", start);
        }
        return name;
    }

    private String word() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return text.substring(start, at);
    }

    private int number() throws UnusableTableException {
        skipBlanks();
        int start = at;
        try {
            return Integer.parseInt(word());
        } catch (NumberFormatException e) {
            throw expected("number", start);
        }
    }

    private boolean isNext(char wanted) {
        skipBlanks();
        return at < text.length() && text.charAt(at) == wanted;
    }

    private void take(char wanted) throws UnusableTableException {
        if (!isNext(wanted)) {
            throw expected(String.valueOf(wanted), at);
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /// In Hive's words.
    private UnusableTableException expected(String what, int position) {
        return new UnusableTableException(
                position < text.length()
                        ? "Error: %s expected at the position %d of '%s' but '%s' is found."
                                .formatted(what, position, text, token(position))
                        : "Error: %s expected at the end of '%s'".formatted(what, text));
    }

    private String token(int position) {
        at = position;
        String word = word();
        return word.isEmpty() ? text.substring(position, position + 1) : word;
    }
}
