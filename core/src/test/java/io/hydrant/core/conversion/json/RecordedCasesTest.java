package io.hydrant.core.conversion.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.stream.destination.Deserializer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// What the original SerDes made of some inputs, as they were run once: every line has the input, a
/// tab, and what came of it. Where AWS differs from them, this says how.
class RecordedCasesTest {
    private static final String[] COLUMNS = {
        "i",
        "int",
        "l",
        "bigint",
        "d",
        "double",
        "s",
        "string",
        "b",
        "boolean",
        "ts",
        "timestamp",
        "a",
        "array<string>",
        "m",
        "map<string,int>",
        "o",
        "struct<x:int>",
        "a_b",
        "int",
        "sm",
        "smallint",
        "ty",
        "tinyint",
        "dec",
        "decimal(10,2)",
        "day",
        "date"
    };

    private static final String MALFORMED = "ERR DataFormatConversion.ParseError";
    private static final String UNFIT = "ERR DataFormatConversion.MalformedData";

    /// AWS has Jackson read the JSON, knows more types and times, and reads several objects.
    private static final Map<String, String> OPENX_AT_AWS =
            Map.ofEntries(
                    Map.entry("{\"ts\":\"2019-08-09T20:20:27Z\"}", "ts=2019-08-09 20:20:27.0 "),
                    Map.entry(
                            "{\"ts\":\"2019-08-09T20:20:27.123Z\"}", "ts=2019-08-09 20:20:27.123 "),
                    Map.entry("{\"ts\":1565382027123}", "ts=2019-08-09 20:20:27.123 "),
                    Map.entry("[1,2,1.5,\"s\"]", UNFIT),
                    Map.entry("{\"i\":1}{\"i\":2}", "i=1 |i=2 "),
                    Map.entry("{\"i\":1", MALFORMED),
                    Map.entry("not json", MALFORMED),
                    Map.entry("{i:1}", MALFORMED),
                    Map.entry("{'s':'x'}", MALFORMED),
                    Map.entry("{\"s\":unquoted}", MALFORMED),
                    Map.entry("{\"a.b\":3}", "(all null)"),
                    Map.entry("{\"dec\":12.345}", "dec=12.35 "),
                    Map.entry("{\"dec\":\"12.34\"}", "dec=12.34 "),
                    Map.entry("{\"day\":\"2019-08-09\"}", "day=2019-08-09 "),
                    Map.entry("{\"day\":18000}", UNFIT));

    /// The recorded program was not asked for arrays, maps and structs in its first line.
    private static final Map<String, String> HIVE_AT_AWS =
            Map.ofEntries(
                    Map.entry(
                            "{\"i\":1,\"l\":2,\"d\":1.5,\"s\":\"x\",\"b\":true,\"ts\":\"2019-08-09"
                                    + " 20:20:27\",\"a\":[\"p\"],\"m\":{\"k\":1},\"o\":{\"x\":7}}",
                            "i=1 l=2 d=1.5 s=x b=true ts=2019-08-09 20:20:27.0 a=[p] m={k=1}"
                                    + " o=[7] "),
                    Map.entry("{\"i\":1}{\"i\":2}", "i=1 |i=2 "),
                    Map.entry("{\"i\":1", MALFORMED),
                    Map.entry("not json", MALFORMED),
                    Map.entry("{i:1}", MALFORMED),
                    Map.entry("{'s':'x'}", MALFORMED),
                    Map.entry("{\"s\":unquoted}", MALFORMED));

    @Test
    void openXReadsAsTheOriginalDoesUnlessAwsDiffers() throws Exception {
        compare(ReadRows.OPENX, "openx.txt", OPENX_AT_AWS);
    }

    @Test
    void hiveReadsAsTheOriginalDoesUnlessAwsDiffers() throws Exception {
        compare(ReadRows.HIVE, "hive.txt", HIVE_AT_AWS);
    }

    private static void compare(Deserializer deserializer, String file, Map<String, String> atAws)
            throws IOException {
        ReadRows rows = ReadRows.of(deserializer, COLUMNS);
        SoftAssertions softly = new SoftAssertions();
        String[] lines = lines(file).toArray(String[]::new);
        assertThat(lines).hasSize(68);
        for (String line : lines) {
            String input = line.substring(0, line.indexOf('\t'));
            String wanted = atAws.getOrDefault(input, line.substring(line.indexOf('\t') + 1));
            String made = rows.shown(input);
            if (wanted.startsWith("ERR NumberFormatException")) {
                String cause = wanted.substring("ERR NumberFormatException ".length());
                wanted = UNFIT + " Data does not match the schema. " + cause;
                softly.assertThat(made).as(input).isEqualTo(wanted);
            } else if (wanted.startsWith("ERR DataFormat")) {
                softly.assertThat(made).as(input).startsWith(wanted);
            } else if (wanted.startsWith("ERR")) {
                softly.assertThat(made).as(input).startsWith(UNFIT);
            } else {
                softly.assertThat(made).as(input).isEqualTo(wanted);
            }
        }
        softly.assertAll();
    }

    private static Stream<String> lines(String file) throws IOException {
        try (InputStream stream = RecordedCasesTest.class.getResourceAsStream("/serde/" + file)) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
            return text.lines();
        }
    }
}
