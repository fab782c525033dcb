package io.hydrant.jq;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads JSON as jq 1.6 does, byte by byte, with all that it lets pass and in the words that it has
/// for the rest, positions included.
final class JsonMachine {
    /// In strings jq 1.6 lets U+001F pass, though it says that it does not.
    static final int PLAIN_FROM = 0x1f;

    /// How many arrays, objects and keys may be open at one time.
    static final int OPEN_MAX = 256;

    /// An array or object that is not closed yet, or a key that waits for its value.
    private sealed interface Open {
        record Items(List<JqValue> items) implements Open {}

        record Members(JqObject.Building members, boolean[] any) implements Open {}

        record Key(String key) implements Open {}
    }

    /// A fault in the midst of the bytes, or at their end.
    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message, null, false, false);
        }

        String text() {
            return String.valueOf(getMessage());
        }
    }

    private final byte[] bytes;
    private final int end;
    private int at;
    private int line = 1;
    private int column;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable JqValue next;
    private int tokenFrom = -1;
    private int tokenTo = -1;

    private JsonMachine(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    static JqValue read(byte[] bytes, int from, int to) {
        JsonMachine machine = new JsonMachine(bytes, from, to);
        machine.skipMark();
        try {
            JqValue value = machine.value();
            if (value == null) {
                throw new JqDocumentException(
                        JqDocumentException.Fault.EMPTY, "Expected JSON value");
            }
            if (machine.value() != null) {
                throw new JqDocumentException(
                        JqDocumentException.Fault.SEVERAL, "Unexpected extra JSON values");
            }
            return value;
        } catch (Fault fault) {
            throw new JqDocumentException(JqDocumentException.Fault.MALFORMED, fault.text());
        }
    }

    /// The value of a program's string.
    static JqValue parse(String text, Meter meter) {
        byte[] bytes = Utf8Text.bytes(text);
        meter.chars(bytes.length * 2L);
        meter.steps(bytes.length / 4);
        try {
            return JsonReader.read(bytes, 0, bytes.length, Reach.ALL);
        } catch (JqDocumentException fault) {
            int nul = text.indexOf('\0');
            throw new Raised(
                    fault.getMessage()
                            + " (while parsing '"
                            + (nul < 0 ? text : text.substring(0, nul))
                            + "')");
        }
    }

    private void skipMark() {
        if (end - at >= 3
                && bytes[at] == (byte) 0xef
                && bytes[at + 1] == (byte) 0xbb
                && bytes[at + 2] == (byte) 0xbf) {
            at += 3;
        }
    }

    /// The next value, or null if there is no more.
    private @Nullable JqValue value() {
        while (at < end) {
            JqValue done = scan();
            if (done != null) {
                return done;
            }
        }
        try {
            takeToken();
        } catch (Fault fault) {
            throw new Fault(fault.text() + " at EOF" + position());
        }
        if (!open.isEmpty()) {
            throw new Fault("Unfinished JSON term at EOF" + position());
        }
        JqValue last = next;
        next = null;
        return last;
    }

    private String position() {
        return " at line " + line + ", column " + column;
    }

    private @Nullable JqValue scan() {
        byte b = bytes[at++];
        count(b);
        try {
            switch (b) {
                case ' ', '\t', '\r', '\n' -> takeToken();
                case '[', '{', ':', ',', ']', '}' -> {
                    takeToken();
                    JqValue before = done();
                    structure((char) b);
                    if (before != null) {
                        return before;
                    }
                }
                case '"' -> {
                    takeToken();
                    JqValue before = done();
                    if (before != null) {
                        // The string is the next value's beginning.
                        at--;
                        column--;
                        return before;
                    }
                    string();
                }
                default -> {
                    if (tokenFrom < 0) {
                        tokenFrom = at - 1;
                    }
                    tokenTo = at;
                }
            }
        } catch (Fault fault) {
            String text = fault.text();
            throw text.contains(" at EOF") ? fault : new Fault(text + position());
        }
        return done();
    }

    private void count(byte b) {
        column++;
        if (b == '\n') {
            line++;
            column = 0;
        }
    }

    private @Nullable JqValue done() {
        if (!open.isEmpty() || next == null) {
            return null;
        }
        JqValue value = next;
        next = null;
        return value;
    }

    private void takeToken() {
        if (tokenFrom < 0) {
            return;
        }
        String token =
                new String(bytes, tokenFrom, tokenTo - tokenFrom, StandardCharsets.ISO_8859_1);
        tokenFrom = -1;
        switch (token.charAt(0)) {
            case 't' -> found(literal(token, "true", JqBoolean.TRUE));
            case 'f' -> found(literal(token, "false", JqBoolean.FALSE));
            case 'n' -> found(literal(token, "null", JqNull.NULL));
            default -> {
                int nul = token.indexOf('\0');
                String number = nul < 0 ? token : token.substring(0, nul);
                if (!JsonNumber.isNumber(number)) {
                    throw new Fault("Invalid numeric literal");
                }
                found(new JqNumber(JsonNumber.parse(number)));
            }
        }
    }

    private static JqValue literal(String token, String word, JqValue value) {
        if (!token.equals(word)) {
            throw new Fault("Invalid literal");
        }
        return value;
    }

    private void found(JqValue value) {
        if (next != null) {
            throw new Fault("Expected separator between values");
        }
        next = value;
    }

    private void structure(char sign) {
        switch (sign) {
            case '[' -> push(new Open.Items(new ArrayList<>()));
            case '{' -> push(new Open.Members(new JqObject.Building(4), new boolean[1]));
            case ':' -> colon();
            case ',' -> comma();
            case ']' -> closeArray();
            default -> closeObject();
        }
    }

    private void push(Open opened) {
        if (open.size() >= OPEN_MAX) {
            throw new Fault("Exceeds depth limit for parsing");
        }
        if (next != null) {
            throw new Fault("Expected separator between values");
        }
        open.push(opened);
    }

    private void colon() {
        if (next == null) {
            throw new Fault("Expected string key before ':'");
        }
        if (!(open.peek() instanceof Open.Members)) {
            throw new Fault("':' not as part of an object");
        }
        if (!(next instanceof JqString key)) {
            throw new Fault("Object keys must be strings");
        }
        open.push(new Open.Key(key.value()));
        next = null;
    }

    private void comma() {
        JqValue value = next;
        if (value == null) {
            throw new Fault("Expected value before ','");
        }
        switch (open.peek()) {
            case null -> throw new Fault("',' not as part of an object or array");
            case Open.Items array -> array.items().add(value);
            case Open.Key key -> takeMember(key, value);
            case Open.Members _ -> throw new Fault("Objects must consist of key:value pairs");
        }
        next = null;
    }

    private void takeMember(Open.Key key, JqValue value) {
        open.pop();
        if (open.peek() instanceof Open.Members object) {
            object.members().put(key.key(), value);
            object.any()[0] = true;
        }
    }

    private void closeArray() {
        if (!(open.peek() instanceof Open.Items array)) {
            throw new Fault("Unmatched ']'");
        }
        JqValue value = next;
        if (value != null) {
            array.items().add(value);
        } else if (!array.items().isEmpty()) {
            throw new Fault("Expected another array element");
        }
        open.pop();
        next = JqArray.of(array.items());
    }

    private void closeObject() {
        JqValue value = next;
        if (value != null) {
            if (open.isEmpty()) {
                throw new Fault("Unmatched '}'");
            }
            if (!(open.peek() instanceof Open.Key key)) {
                throw new Fault("Objects must consist of key:value pairs");
            }
            takeMember(key, value);
        } else if (open.peek() instanceof Open.Members object && object.any()[0]) {
            throw new Fault("Expected another key-value pair");
        }
        if (!(open.peek() instanceof Open.Members object)) {
            throw new Fault("Unmatched '}'");
        }
        open.pop();
        next = object.members().done();
    }

    /// Passes a string, whose first quote was passed.
    private void string() {
        int from = at;
        boolean escape = false;
        while (at < end) {
            byte b = bytes[at++];
            count(b);
            if (b == '"' && !escape) {
                found(new JqString(unescaped(from, at - 1)));
                return;
            }
            escape = b == '\\' && !escape;
        }
        throw new Fault("Unfinished string at EOF" + position());
    }

    private String unescaped(int from, int to) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(to - from);
        int i = from;
        while (i < to) {
            byte b = bytes[i++];
            if (b >= 0 && b < PLAIN_FROM) {
                throw new Fault(
                        "Invalid string: control characters from U+0000 through U+001F must be"
                                + " escaped");
            }
            if (b != '\\') {
                plain.write(b);
                continue;
            }
            switch (bytes[i++]) {
                case '"' -> plain.write('"');
                case '\\' -> plain.write('\\');
                case '/' -> plain.write('/');
                case 'b' -> plain.write('\b');
                case 'f' -> plain.write('\f');
                case 'n' -> plain.write('\n');
                case 'r' -> plain.write('\r');
                case 't' -> plain.write('\t');
                case 'u' -> {
                    int code = codePoint(i, to);
                    plain.writeBytes(Utf8Text.bytes(Character.toString(code)));
                    i += code > 0xffff ? 10 : 4;
                }
                default -> throw new Fault("Invalid escape");
            }
        }
        byte[] all = plain.toByteArray();
        return Utf8Text.of(all, 0, all.length);
    }

    private int codePoint(int from, int to) {
        int unit = hex(from, to, "Invalid \\uXXXX escape");
        if (unit < 0) {
            throw new Fault("Invalid characters in \\uXXXX escape");
        }
        if (unit < 0xd800 || unit > 0xdfff) {
            return unit;
        }
        if (unit >= 0xdc00) {
            return 0xfffd;
        }
        String message = "Invalid \\uXXXX\\uXXXX surrogate pair escape";
        if (from + 10 > to || bytes[from + 4] != '\\' || bytes[from + 5] != 'u') {
            throw new Fault(message);
        }
        int low = hex(from + 6, to, message);
        if (low < 0xdc00 || low > 0xdfff) {
            throw new Fault(message);
        }
        return Character.toCodePoint((char) unit, (char) low);
    }

    private int hex(int from, int to, String message) {
        if (from + 4 > to) {
            throw new Fault(message);
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
}
