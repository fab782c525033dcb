package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.columnar.reading.UnreadableFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parquet as others write it: DuckDB; and the layouts of Hive, Spark and Avro, which changed over
/// the years.
class ForeignParquetTest {
    @TempDir Path folder;

    @Test
    void whatDuckDbWritesIsReadInEveryCompressionButOne() throws Exception {
        List<String> expected =
                """
                {"id":0,"amount":0.00,"big":0,"huge":18446744073709551615,"at":"2019-08-09T20:20:27.123456","utc":"2019-08-09T20:20:27.123456Z","day":"2019-08-09","clock":"20:20:27.500","name":"Bogotá","tags":["a",null],"place":{"lat":1.5,"names":{"k":[1,2]}},"key":"7f1c0c5e-9d6b-4f0e-8a43-0a1b2c3d4e5f","blob":"AQI=","gap":"P1M2DT3S","color":"red","none":null}
                {"id":1,"amount":-0.01,"big":-1,"huge":18446744073709551614,"at":"2019-08-09T20:20:28.123456","utc":"2019-08-09T20:20:28.123456Z","day":"2019-08-10","clock":"20:20:27.500","name":null,"tags":[],"place":{"lat":1.5,"names":{}},"key":"7f1c0c5e-9d6b-4f0e-8a43-0a1b2c3d4e5f","blob":"AQI=","gap":"P1M2DT3S","color":"red","none":null}
                """
                        .lines()
                        .toList();
        for (String compression : List.of("uncompressed", "snappy", "gzip", "zstd", "lz4_raw")) {
            for (String version : List.of("V1", "V2")) {
                List<String> lines = Read.lines(duckDb(2, compression, version));
                assertThat(lines).isEqualTo(expected);
            }
        }
        assertThatThrownBy(() -> Read.lines(duckDb(2, "brotli", "V1")))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("The file has columns packed by Brotli, which is not read.");
    }

    @Test
    void manyRowsOfDuckDbAreRead() throws Exception {
        List<String> lines = Read.lines(duckDb(30_000, "zstd", "V2"));
        assertThat(lines).hasSize(30_000);
        assertThat(lines.getLast()).startsWith("{\"id\":29999,\"amount\":-299.99,\"big\":-29999,");
    }

    private byte[] duckDb(int rows, String compression, String version) throws Exception {
        Path file = folder.resolve("%d-%s-%s.parquet".formatted(rows, compression, version));
        try (DuckDb duckDb = new DuckDb()) {
            duckDb.execute(
                    """
                    COPY (SELECT i::INTEGER AS id, (-i / 100)::DECIMAL(12, 2) AS amount, -i AS big,
                        (18446744073709551615 - i)::UBIGINT AS huge,
                        TIMESTAMP '2019-08-09 20:20:27.123456' + INTERVAL (i) SECOND AS at,
                        (TIMESTAMP '2019-08-09 20:20:27.123456' + INTERVAL (i) SECOND)::TIMESTAMPTZ AS utc,
                        DATE '2019-08-09' + i::INTEGER AS day, TIME '20:20:27.5' AS clock,
                        CASE WHEN mod(i, 2) = 0 THEN 'Bogotá' END AS name,
                        CASE WHEN mod(i, 2) = 0 THEN ['a', NULL] ELSE [] END AS tags,
                        {'lat': 1.5::FLOAT, 'names': CASE WHEN mod(i, 2) = 0 THEN MAP {'k': [1, 2]} ELSE MAP {} END} AS place,
                        '7f1c0c5e-9d6b-4f0e-8a43-0a1b2c3d4e5f'::UUID AS key, '\\x01\\x02'::BLOB AS blob,
                        INTERVAL '1 month 2 days 3 seconds' AS gap, 'red'::ENUM('red', 'blue') AS color,
                        NULL::INTEGER AS none
                        FROM range(%d) t(i)) TO '%%s' (FORMAT parquet, COMPRESSION '%s', PARQUET_VERSION %s)
                    """
                            .formatted(rows, compression, version),
                    file);
        }
        return Files.readAllBytes(file);
    }

    @Test
    void listsAndMapsAreReadInTheLayoutsOfAllWriters() throws IOException {
        String schema =
                """
                message m {
                  optional group modern (LIST) { repeated group list { optional int32 element; } }
                  optional group hive (LIST) { repeated group bag { optional int32 array_element; } }
                  optional group avro (LIST) { repeated int32 array; }
                  optional group structs (LIST) { repeated group array { optional int32 x; } }
                  optional group tuples (LIST) { repeated group tuples_tuple { optional int32 x; } }
                  optional group pairs (LIST) { repeated group element { optional int32 x; optional int32 y; } }
                  optional group old_map (MAP) { repeated group map (MAP_KEY_VALUE) { required binary key (UTF8); optional int32 value; } }
                  optional group older_map (MAP_KEY_VALUE) { repeated group map { required int32 key; optional int32 value; } }
                  repeated int32 bare;
                  repeated group groups { required int32 x; }
                  optional int32 last;
                }
                """;
        byte[] file =
                written(
                        schema,
                        row -> {
                            Group modern = row.addGroup("modern");
                            modern.addGroup("list").append("element", 1);
                            modern.addGroup("list");
                            row.addGroup("hive").addGroup("bag").append("array_element", 2);
                            row.addGroup("avro").append("array", 3).append("array", 4);
                            row.addGroup("structs").addGroup("array").append("x", 5);
                            row.addGroup("tuples").addGroup("tuples_tuple").append("x", 6);
                            row.addGroup("pairs").addGroup("element").append("y", 7);
                            row.addGroup("old_map").addGroup("map").append("key", "k");
                            row.addGroup("older_map")
                                    .addGroup("map")
                                    .append("key", 8)
                                    .append("value", 9);
                            row.append("bare", 10).append("bare", 11);
                            row.addGroup("groups").append("x", 12);
                            row.addGroup("groups").append("x", 13);
                        },
                        row -> row.append("last", 1));
        assertThat(Read.lines(file))
                .containsExactly(
                        """
                        {"modern":[1,null],"hive":[2],"avro":[3,4],"structs":[{"x":5}],"tuples":[{"x":6}],"pairs":[{"x":null,"y":7}],"old_map":{"k":null},"older_map":{"8":9},"bare":[10,11],"groups":[{"x":12},{"x":13}],"last":null}\
                        """,
                        """
                        {"modern":null,"hive":null,"avro":null,"structs":null,"tuples":null,"pairs":null,"old_map":null,"older_map":null,"bare":[],"groups":[],"last":1}\
                        """);
    }

    @Test
    void numbersAndTimesAreReadInEveryUnit() throws IOException {
        String schema =
                """
                message m {
                  required int32 small_decimal (DECIMAL(9, 2));
                  required int64 decimal (DECIMAL(18, 0));
                  required binary bytes_decimal (DECIMAL(20, 3));
                  required int64 millis (TIMESTAMP(MILLIS, false));
                  required int64 utc_nanos (TIMESTAMP(NANOS, true));
                  required int96 spark;
                  required int32 clock (TIME(MILLIS, true));
                  required int32 tiny (INTEGER(8, false));
                  required fixed_len_byte_array(2) half (FLOAT16);
                  required binary json (JSON);
                  required binary plain;
                }
                """;
        byte[] file =
                written(
                        schema,
                        row -> {
                            row.append("small_decimal", -5).append("decimal", 12L);
                            row.append("bytes_decimal", bytes(-1, 1));
                            row.append("millis", -1L).append("utc_nanos", 1_500_000_001L);
                            row.append("spark", bytes(0, 0, 0, 0, 0, 0, 0, 0, 0x8c, 0x3d, 0x25, 0));
                            row.append("clock", 1500).append("tiny", 200);
                            row.append("half", bytes(0, 0x3e)).append("json", "{\"a\":1}");
                            row.append("plain", bytes(1, 2, 3));
                        });
        assertThat(Read.lines(file))
                .containsExactly(
                        """
                        {"small_decimal":-0.05,"decimal":12,"bytes_decimal":-0.255,"millis":"1969-12-31T23:59:59.999","utc_nanos":"1970-01-01T00:00:01.500000001Z","spark":"1970-01-01T00:00:00","clock":"00:00:01.500","tiny":200,"half":1.5,"json":"{\\"a\\":1}","plain":"AQID"}\
                        """);
    }

    @Test
    void whatIsNotReadIsSaidByName() throws IOException {
        byte[] file = written("message m { required int32 x; }", row -> row.append("x", 1));
        byte[] encrypted = file.clone();
        encrypted[3] = 'E';
        encrypted[file.length - 1] = 'E';
        assertThatThrownBy(() -> Read.lines(encrypted))
                .hasMessage("The file has an encrypted footer, which is not read.");
        String variant =
                "message m { optional group v (VARIANT(1)) { required binary metadata; required"
                        + " binary value; } }";
        assertThatThrownBy(() -> Read.lines(written(variant, row -> {})))
                .hasMessage("The file has the column v of the type VARIANT, which is not read.");
    }

    private static Binary bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Binary.fromConstantByteArray(bytes);
    }

    @SafeVarargs
    private static byte[] written(String schema, Consumer<Group>... rows) throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(schema);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new ParquetOutput(bytes, 1 << 20))
                        .withConf(new PlainParquetConfiguration())
                        .withType(type)
                        .withCodecFactory(new ParquetCodecs())
                        .withCompressionCodec(CompressionCodecName.SNAPPY)
                        .build()) {
            SimpleGroupFactory groups = new SimpleGroupFactory(type);
            for (Consumer<Group> row : rows) {
                Group group = groups.newGroup();
                row.accept(group);
                writer.write(group);
            }
        }
        return bytes.toByteArray();
    }
}
