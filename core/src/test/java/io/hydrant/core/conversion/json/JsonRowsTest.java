package io.hydrant.core.conversion.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.conversion.UnreadableRecordException;
import io.hydrant.core.conversion.UnusableTableException;
import io.hydrant.core.stream.destination.Deserializer;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonRowsTest {
    private static final String MALFORMED =
            "ERR DataFormatConversion.ParseError Encountered malformed JSON. ";
    private static final String UNFIT =
            "ERR DataFormatConversion.MalformedData Data does not match the schema. ";

    @Test
    void whatIsNoJsonSaysWhatJacksonSays() {
        ReadRows rows = ReadRows.of(ReadRows.OPENX, "i", "int");
        assertThat(rows.shown("{\"i\":1"))
                .isEqualTo(
                        MALFORMED
                                + "Unexpected end-of-input: expected close marker for Object at"
                                + " [line: 1, column: 7]");
        assertThat(rows.shown("not json")).startsWith(MALFORMED + "Unrecognized token 'not'");
        assertThat(rows.shown("{\"i\":1}}")).startsWith(MALFORMED);
        assertThat(rows.shown("{\"i\":1,\"x\":{\"y\":[}}")).startsWith(MALFORMED);
        assertThat(rows.shown("[".repeat(100_000))).startsWith(UNFIT);
        assertThat(rows.shown("{\"x\":" + "[".repeat(100_000))).startsWith(MALFORMED);
    }

    @Test
    void whiteSpaceIsNoRow() {
        ReadRows rows = ReadRows.of(ReadRows.HIVE, "i", "int");
        assertThat(rows.shown("")).isEmpty();
        assertThat(rows.shown(" \r\n")).isEmpty();
        assertThat(rows.shown("{\"i\":1}\n{\"i\":2} {\"i\":3}\n")).isEqualTo("i=1 |i=2 |i=3 ");
    }

    @Test
    void aDotIsAsGoodAsAnUnderscoreWhereAskedForAndTheUnderscoreBetter() {
        Deserializer dots = ReadRows.openX(Optional.empty(), Optional.of(true), Map.of());
        ReadRows rows = ReadRows.of(dots, "a_b", "int", "o", "struct<x_y:int>");
        assertThat(rows.shown("{\"A.b\":1,\"o\":{\"x.y\":2}}")).isEqualTo("a_b=1 o=[2] ");
        assertThat(rows.shown("{\"a.b\":1,\"a_b\":2}")).isEqualTo("a_b=2 ");
        assertThat(rows.shown("{\"a_b\":2,\"a.b\":1}")).isEqualTo("a_b=2 ");
        assertThat(rows.shown("{\"a.b\":1,\"a.b\":2}")).startsWith(UNFIT + "Duplicate key");
    }

    @Test
    void aMappedColumnReadsItsKeyAlone() {
        ReadRows rows =
                ReadRows.of(
                        ReadRows.openX(
                                Optional.empty(), Optional.empty(), Map.of("ts", "Timestamp")),
                        "ts",
                        "int",
                        "i",
                        "int");
        assertThat(rows.shown("{\"timestamp\":1,\"i\":3}")).isEqualTo("ts=1 i=3 ");
        assertThat(rows.shown("{\"ts\":1}")).isEqualTo("(all null)");
    }

    @Test
    void caseCountsWhereAskedFor() {
        Deserializer exact = ReadRows.openX(Optional.of(false), Optional.empty(), Map.of("n", "N"));
        ReadRows rows = ReadRows.of(exact, "i", "int", "n", "int", "m", "map<string,int>");
        assertThat(rows.shown("{\"I\":1,\"i\":2,\"N\":3,\"n\":4,\"m\":{\"A\":5}}"))
                .isEqualTo("i=2 n=3 m={A=5} ");
    }

    @Test
    void twoColumnsOfOneKeyAreRefused() {
        assertThatThrownBy(() ->
                        JsonRows.of(
                                new TableSchema(
                                        List.of(
                                                new TableColumn("a", Primitive.INT),
                                                new TableColumn("A", Primitive.INT))),
                                ReadRows.HIVE))
                .isInstanceOf(UnusableTableException.class)
                .hasMessage("Two columns have their values from the key \"a\"");
    }

    @Test
    void hiveTakesNoDotInTheNameOfAColumn() {
        TableSchema dotted = new TableSchema(List.of(new TableColumn("a.b", Primitive.INT)));
        assertThatThrownBy(() -> JsonRows.of(dotted, ReadRows.HIVE))
                .isInstanceOf(UnusableTableException.class)
                .hasMessageContaining("'a.b'");
    }

    @Test
    void timestampsHaveTheFormatsThatWereGiven() {
        ReadRows rows =
                ReadRows.of(
                        ReadRows.hive("yyyy-MM-dd'T'HH:mm:ssZ", "millis", "MMM dd, yyyy"),
                        "ts",
                        "timestamp");
        assertThat(rows.shown("{\"ts\":\"2019-8-9T20:20:27+02:00\"}"))
                .isEqualTo("ts=2019-08-09 18:20:27.0 ");
        assertThat(rows.shown("{\"ts\":1565382027123.5}")).isEqualTo("ts=2019-08-09 20:20:27.123 ");
        assertThat(rows.shown("{\"ts\":\"August 09, 2019\"}"))
                .isEqualTo("ts=2019-08-09 00:00:00.0 ");
        assertThat(rows.shown("{\"ts\":\"2019-08-09 20:20:27\"}"))
                .isEqualTo("ts=2019-08-09 20:20:27.0 ");
        assertThat(rows.shown("{\"ts\":\"2019-02-30T20:20:27Z\"}"))
                .startsWith(UNFIT + "Timestamp format must be");
    }

    @Test
    void aTimeFarAwayWraps() {
        ReadRows rows = ReadRows.of(ReadRows.OPENX, "ts", "timestamp");
        assertThat(rows.shown("{\"ts\":9223372036854775807}")).startsWith("ts=19");
        assertThat(rows.shown("{\"ts\":-99999999999999}")).startsWith("ts=");
        assertThat(rows.shown("{\"ts\":1e300}")).startsWith(UNFIT);
        assertThat(rows.shown("{\"ts\":1.0e300}")).startsWith("ts=");
    }

    @Test
    void aDecimalIsRoundedOrNull() {
        ReadRows rows = ReadRows.of(ReadRows.OPENX, "dec", "decimal(4,2)");
        assertThat(rows.shown("{\"dec\":99.994}")).isEqualTo("dec=99.99 ");
        assertThat(rows.shown("{\"dec\":99.995}")).isEqualTo("(all null)");
        assertThat(rows.shown("{\"dec\":1e-999999999}")).isEqualTo("dec=0.00 ");
        assertThat(rows.shown("{\"dec\":1e999999999}")).isEqualTo("(all null)");
        assertThat(rows.shown("{\"dec\":\"" + "9".repeat(100_000) + "\"}")).startsWith(UNFIT);
    }

    @Test
    void boundedTextsAreCutOffBetweenCharacters() {
        ReadRows rows = ReadRows.of(ReadRows.OPENX, "v", "varchar(2)", "c", "char(1)");
        assertThat(rows.shown("{\"v\":\"😀é😀\",\"c\":12}")).isEqualTo("v=😀é c=1 ");
    }

    @Test
    void hostileBytesAreRowsOrFailuresAndNeverMore() {
        Seed seed = Seed.of(JsonRowsTest.class);
        Random random = seed.random();
        String[] columns = {
            "i", "int", "s", "string", "ts", "timestamp", "o", "struct<x:map<int,array<date>>>"
        };
        ReadRows[] readers = {
            ReadRows.of(ReadRows.OPENX, columns), ReadRows.of(ReadRows.HIVE, columns)
        };
        for (int run = 0; run < 20_000; run++) {
            String record = record(random);
            for (ReadRows rows : readers) {
                assertThat(rows.shown(record))
                        .as("%s, run %d: %s", seed.replay(), run, record)
                        .isEqualTo(rows.shown(record));
            }
        }
    }

    private static String record(Random random) {
        String[] pieces = {
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"i\"",
            "\"s\"",
            "\"ts\"",
            "\"o\"",
            "\"x\"",
            "\"7\"",
            "1",
            "-0",
            "1.5e3",
            "99999999999",
            "null",
            "true",
            "\"2019-08-09\"",
            "\"2019-08-09 1:2:3\"",
            " ",
            "\u0000",
            "{\"i\":",
            "{\"o\":{\"x\":{\"7\":[\"2019-08-09\"",
            "\"\""
        };
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    @Test
    void manyRecordsAreReadAsTheyWereWritten() throws Exception {
        Seed seed = Seed.of(JsonRowsTest.class);
        Random random = seed.random();
        TableSchema schema =
                new TableSchema(
                        List.of(
                                new TableColumn("l", Primitive.BIGINT),
                                new TableColumn("d", Primitive.DOUBLE),
                                new TableColumn("s", Primitive.STRING)));
        JsonRows openX = JsonRows.of(schema, ReadRows.OPENX);
        JsonRows hive = JsonRows.of(schema, ReadRows.HIVE);
        for (int run = 0; run < 2_000; run++) {
            Object[] row = {random.nextLong(), random.nextGaussian(), text(random)};
            byte[] json =
                    JsonMapper.shared()
                            .writeValueAsBytes(Map.of("L", row[0], "d", row[1], "s", row[2]));
            assertThat(read(openX, json)).as(seed.replay()).containsExactly(row);
            assertThat(read(hive, json)).as(seed.replay()).containsExactly(row);
        }
    }

    private static Object[] read(JsonRows records, byte[] json)
            throws UnreadableRecordException, IOException {
        List<Object[]> rows = new ArrayList<>();
        records.read(json, 0, json.length, rows::add);
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private static String text(Random random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return new String(bytes, UTF_8);
    }
}
