package io.hydrant.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Seed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whichever way a document is read, in one pass, byte by byte or only what a program reaches, the
/// outcome is the same, for documents that are not quite JSON as well.
class ReadersAgreeTest {
    private static final int DOCUMENTS = 4_000;

    private static final List<String> PROGRAMS =
            List.of(
                    ".a",
                    ".a.b",
                    "{x:.a.b,y:.c}",
                    ".a.b // .c",
                    "if .a then .c else .b end",
                    ".a as $x | [$x, .b]",
                    "select(.a) | .c",
                    "[.a,.b|.c?]",
                    ".c | tojson",
                    "try .a.b.c catch .",
                    "(.a // {}) | keys",
                    "1",
                    "\"\\(.a)-\\(.b.c)\"",
                    "first(.a, .b)",
                    "[.a[]?]",
                    "reduce .a as $x (0; 1)",
                    "label $f | .a, break $f",
                    "def f: .a; f",
                    "[limit(1; .a, .c)]",
                    ".a |= 1");

    @Test
    void bothReadersReadTheSame() {
        Seed seed = Seed.of(ReadersAgreeTest.class);
        Random random = seed.random();
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] bytes = document(random);
            assertThat(read(() -> JsonReader.read(bytes, 0, bytes.length, Reach.ALL)))
                    .as("%s: %s", seed.replay(), new String(bytes, StandardCharsets.UTF_8))
                    .isEqualTo(read(() -> JsonMachine.read(bytes, 0, bytes.length)));
        }
    }

    @Test
    void whatAProgramDoesNotReachChangesNothing() throws JqSyntaxException {
        Seed seed = Seed.of(ReadersAgreeTest.class);
        Random random = seed.random();
        List<JqProgram> partly = new ArrayList<>();
        List<JqProgram> wholly = new ArrayList<>();
        for (String program : PROGRAMS) {
            partly.add(JqProgram.compile(program));
            // To compare the input with itself is to reach all of it.
            wholly.add(JqProgram.compile("if . == {z:[1]} then . else (" + program + ") end"));
            assertThat(wholly.getLast().source()).contains(program);
        }
        for (int i = 0; i < DOCUMENTS / 4; i++) {
            byte[] bytes = document(random);
            for (int p = 0; p < PROGRAMS.size(); p++) {
                assertThat(outcome(partly.get(p), bytes))
                        .as(
                                "%s: %s on %s",
                                seed.replay(),
                                PROGRAMS.get(p),
                                new String(bytes, StandardCharsets.UTF_8))
                        .isEqualTo(outcome(wholly.get(p), bytes));
            }
        }
    }

    private static String read(Supplier<JqValue> reading) {
        try {
            return reading.get().json();
        } catch (JqDocumentException fault) {
            return fault.fault() + " " + fault.getMessage();
        }
    }

    private static String outcome(JqProgram program, byte[] bytes) {
        List<String> values = new ArrayList<>();
        try {
            program.evaluate(
                    bytes,
                    0,
                    bytes.length,
                    Instant.EPOCH,
                    JqLimits.DEFAULT,
                    value -> values.add(value.json()));
        } catch (JqException failed) {
            values.add(failed.getClass() + " " + failed.getMessage());
        }
        return String.join("\n", values);
    }

    /// A document, of which at times a byte is another, is not there, or is there twice.
    private static byte[] document(Random random) {
        StringBuilder text = new StringBuilder();
        write(random, 4, text);
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || random.nextBoolean()) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        String signs = "{}[],:\"\\ eE+-.0tfnu\n\t\u0000xa";
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] = (byte) signs.charAt(random.nextInt(signs.length()));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                byte[] less = new byte[bytes.length - 1];
                System.arraycopy(bytes, 0, less, 0, at);
                System.arraycopy(bytes, at + 1, less, at, less.length - at);
                return less;
            }
            default -> {
                byte[] more = new byte[bytes.length + 1];
                System.arraycopy(bytes, 0, more, 0, at + 1);
                System.arraycopy(bytes, at, more, at + 1, bytes.length - at);
                return more;
            }
        }
        return bytes;
    }

    private static void write(Random random, int depth, StringBuilder text) {
        text.append(" ".repeat(random.nextInt(8) == 0 ? 1 : 0));
        switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> text.append("null");
            case 1 -> text.append(random.nextBoolean());
            case 2 -> text.append(random.nextInt(-1000, 1000));
            case 3 -> text.append(number(random));
            case 4, 5 -> string(random, text);
            case 6 -> {
                text.append('[');
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    text.append(i > 0 ? "," : "");
                    write(random, depth - 1, text);
                }
                text.append(']');
            }
            default -> {
                text.append('{');
                int size = random.nextInt(5);
                for (int i = 0; i < size; i++) {
                    text.append(i > 0 ? "," : "");
                    text.append(key(random)).append(':');
                    write(random, depth - 1, text);
                }
                text.append('}');
            }
        }
    }

    private static String key(Random random) {
        List<String> keys =
                List.of(
                        "\"a\"",
                        "\"b\"",
                        "\"c\"",
                        "\"d\"",
                        "\"\\u0061\"",
                        "\"é\"",
                        "\"ab\"",
                        "\"\"");
        return keys.get(random.nextInt(keys.size()));
    }

    private static String number(Random random) {
        return Stream.of(
                        "0",
                        "-0",
                        "1.5",
                        "1e5",
                        "01",
                        ".5",
                        "1.",
                        "+1",
                        "1e400",
                        "NaN",
                        "-1E-3",
                        "12345678901234567890",
                        "0.1e1",
                        "1e",
                        "-",
                        "nan",
                        "1.2.3")
                .toList()
                .get(random.nextInt(17));
    }

    private static void string(Random random, StringBuilder text) {
        List<String> parts =
                List.of(
                        "a",
                        "é",
                        "\ud83d\ude00",
                        "\\n",
                        "\\u00e9",
                        "\\ud83d\\ude00",
                        "\\\"",
                        "\\\\",
                        "\\ud83d",
                        "\\ude00",
                        "\\x",
                        "\t",
                        "x".repeat(20));
        text.append('"');
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            text.append(parts.get(random.nextInt(random.nextInt(4) == 0 ? parts.size() : 8)));
        }
        text.append('"');
    }
}
