package io.hydrant.jq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller has of a program beside jq's own answers.
class JqProgramTest {
    private static final Instant ARRIVAL = Instant.parse("2019-08-09T20:20:27.123456789Z");

    private static final String RECORD =
            """
            {"customer_id":"c-1042","type":{"device":"Mobile","os":"iOS"},"event_timestamp":1565382027,"n":null}
            """;

    @Test
    void theGuidesExampleMakesItsKeys() throws JqSyntaxException {
        JqProgram program =
                JqProgram.compile(
                        "{customer_id:.customer_id,device:.type.device,"
                                + "year:.event_timestamp|strftime(\"%Y\")}");

        JqObject keys = (JqObject) only(program, RECORD);

        assertThat(program.objectKeys()).containsExactly("customer_id", "device", "year");
        assertThat(keys.keys()).containsExactly("customer_id", "device", "year");
        assertThat(keys.get("year")).isEqualTo(new JqString("2019"));
        assertThat(text(keys, "device")).isEqualTo("Mobile");
    }

    @Test
    void membersAreReadAsText() throws JqSyntaxException {
        JqObject keys =
                (JqObject)
                        only(
                                JqProgram.compile(
                                        "{s:\"a\\\"b\",n:1e17,i:3.0,t:true,z:.n,l:[1,\"x\"]}"),
                                RECORD);

        assertThat(List.of("s", "n", "i", "t", "z", "l"))
                .extracting(key -> text(keys, key))
                .containsExactly("a\"b", "1e+17", "3", "true", "null", "[1,\"x\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{a,b:.c} | a,b",
                "{\"x y\":1} | x y",
                ".. | ''",
                "{(.a):1} | ''",
                ".a as $x ; {$x,y:1} | x,y",
                "def f: 1; {z:f} | z",
                "if .a then {a} else {b} end | ''",
                "{a},{b} | ''",
                "{a}.a | ''",
                "{} | ''"
            })
    void keysAreKnownWhereTheyStandInTheProgram(String program, String keys)
            throws JqSyntaxException {
        assertThat(String.join(",", JqProgram.compile(program.replace(" ; ", " | ")).objectKeys()))
                .isEqualTo(keys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input",
                "inputs",
                "input_filename",
                "input_line_number",
                "debug",
                "stderr",
                "halt",
                "halt_error",
                "halt_error(1)",
                "modulemeta",
                "get_search_list",
                "get_jq_origin",
                "get_prog_origin",
                "$__prog_args",
                "import \"a\" as a; 1",
                "include \"a\"; 1",
                "_plus(1;2)",
                "nonsense",
                "map",
                "map(1;2)",
                "$x",
                "break $x",
                ".a | | .b",
                "{",
                "\"",
                "\"\\(1\"",
                "1 2",
                "&"
            })
    void whatReachesBeyondTheRecordOrIsNoProgramDoesNotCompile(String program) {
        assertThatExceptionOfType(JqSyntaxException.class)
                .isThrownBy(() -> JqProgram.compile(program))
                .satisfies(
                        refused -> assertThat(refused.position()).isBetween(0, program.length()));
    }

    @Test
    void everyFunctionOfJqIsThereOrRefusedByName() throws Exception {
        JqArray all;
        try (InputStream in = JqProgramTest.class.getResourceAsStream("builtins-1.6.json")) {
            byte[] bytes = in.readAllBytes();
            all = (JqArray) JsonReader.read(bytes, 0, bytes.length, Reach.ALL);
        }

        List<String> known = new ArrayList<>(JqProgram.functions());
        known.addAll(JqProgram.refusedFunctions());
        assertThat(known)
                .containsExactlyInAnyOrderElementsOf(
                        all.items().stream().map(JqValue::text).toList());
    }

    @Test
    void theEnvironmentIsEmpty() throws JqSyntaxException {
        assertThat(only(JqProgram.compile("[env,$ENV,env.PATH]"), RECORD).json())
                .isEqualTo("[{},{},null]");
    }

    @Test
    void nowIsWhenTheRecordArrived() throws JqSyntaxException {
        JqProgram program = JqProgram.compile("now, (now|todate), (now|localtime|mktime)");

        assertThat(program.evaluate(RECORD.getBytes(UTF_8), ARRIVAL))
                .extracting(JqValue::text)
                .containsExactly("1565382027.123456", "2019-08-09T20:20:27Z", "1565382027");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}{\"a\":2} | SEVERAL",
                "{\"a\":1} 2 | SEVERAL",
                "1 2 | SEVERAL",
                "'' | EMPTY",
                "'  ' | EMPTY",
                "{\"a\":1 | MALFORMED",
                "{a:1} | MALFORMED",
                "{\"a\":1}x | MALFORMED",
                "{\"a\":{\"b\":tru}} | MALFORMED",
                "{\"c\":{\"b\":1,}} | MALFORMED",
                "{\"c\":\"\\x\"} | MALFORMED",
                "{\"c\":1e} | MALFORMED"
            })
    void whatIsNotOneTextSaysWhatItIs(String document, JqDocumentException.Fault fault)
            throws JqSyntaxException {
        for (String program : List.of(".", ".a", "{a:.a.b}", "1")) {
            JqProgram compiled = JqProgram.compile(program);
            assertThatExceptionOfType(JqDocumentException.class)
                    .isThrownBy(() -> compiled.evaluate(document.getBytes(UTF_8), ARRIVAL))
                    .satisfies(refused -> assertThat(refused.fault()).isEqualTo(fault));
        }
    }

    @Test
    void aPartOfTheBytesIsEvaluated() throws JqSyntaxException {
        byte[] bytes = "xx{\"a\":1}yy".getBytes(UTF_8);
        List<JqValue> values = new ArrayList<>();

        JqProgram.compile(".a").evaluate(bytes, 2, 7, ARRIVAL, JqLimits.DEFAULT, values::add);

        assertThat(values).containsExactly(new JqNumber(1));
    }

    @Test
    void bytesThatAreNotUtf8BecomeReplacements() throws JqSyntaxException {
        byte[] bytes = "{\"a\":\"x??y?\",\"??\":1}".getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '?' ? (byte) 0xff : bytes[i];
        }

        assertThat(JqProgram.compile(".").evaluate(bytes, ARRIVAL).getFirst().json())
                .isEqualTo("{\"a\":\"x\ufffd\ufffdy\ufffd\",\"\ufffd\ufffd\":1}");
    }

    @Test
    void whatAProgramGaveBeforeItFailedIsReceived() throws JqSyntaxException {
        List<JqValue> values = new ArrayList<>();
        byte[] bytes = RECORD.getBytes(UTF_8);
        JqProgram program = JqProgram.compile("1, 2, error(\"no\"), 3");

        assertThatExceptionOfType(JqException.class)
                .isThrownBy(() ->
                        program.evaluate(
                                bytes, 0, bytes.length, ARRIVAL, JqLimits.DEFAULT, values::add))
                .withMessage("no");
        assertThat(values).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "try last(range(1e9)) catch 1",
                "[limit(1e9;repeat(1))]?",
                "(\"a\"*1e9)? // 1",
                "first(try (def f: 1+f; f) catch 1)",
                "label $x | try last(range(1e9)) catch break $x",
                ". as [$a] ?// $a | last(range(1e9))",
                "any(repeat(false); .)",
                "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\" | try test(\"^(a+)+$\") catch 1"
            })
    void noTryCatchesASpentBudget(String program) throws JqSyntaxException {
        JqProgram compiled = JqProgram.compile(program);
        AtomicReference<String> before = new AtomicReference<>();

        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(JqBudgetException.class)
                    .isThrownBy(() -> compiled.evaluate("{}".getBytes(UTF_8), ARRIVAL))
                    .satisfies(spent -> {
                        String message = String.valueOf(spent.getMessage());
                        assertThat(before.getAndSet(message)).isIn(null, message);
                    });
        }
    }

    @Test
    void aSmallBudgetIsSpentAtTheSamePlaceEveryTime() throws JqSyntaxException {
        JqProgram program = JqProgram.compile("range(1000) | tostring | test(\"9\")");
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int[] count = new int[1];
            assertThatExceptionOfType(JqBudgetException.class)
                    .isThrownBy(() ->
                            program.evaluate(
                                    new byte[] {'1'},
                                    0,
                                    1,
                                    ARRIVAL,
                                    new JqLimits(2_000, 1 << 20, 100),
                                    _ -> count[0]++));
            counts.add(count[0]);
        }
        assertThat(counts).containsOnly(counts.getFirst());
    }

    private static JqValue only(JqProgram program, String document) {
        List<JqValue> values = program.evaluate(document.getBytes(UTF_8), ARRIVAL);
        assertThat(values).hasSize(1);
        return values.getFirst();
    }

    private static String text(JqObject object, String key) {
        JqValue value = object.get(key);
        return value == null ? "" : value.text();
    }
}
