package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.CompressionKind;
import org.apache.orc.InMemoryKeystore;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.DateColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.UnionColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// ORC as others write it: their compressions, their zones, their calendars, and types that Hive's
/// tables have no name for.
class ForeignOrcTest {
    @ParameterizedTest
    @EnumSource(names = "BROTLI", mode = EnumSource.Mode.EXCLUDE)
    void everyCompressionIsRead(CompressionKind compression) throws IOException {
        int rows = 5000;
        byte[] file =
                written(
                        "struct<id:bigint,text:string>",
                        options -> options.compress(compression),
                        rows,
                        batch -> {
                            for (int i = 0; i < batch.getMaxSize(); i++) {
                                ((LongColumnVector) batch.cols[0]).vector[i] = i;
                                byte[] text =
                                        "número "
                                                .concat(Integer.toString(i % 7))
                                                .getBytes(StandardCharsets.UTF_8);
                                ((BytesColumnVector) batch.cols[1]).setVal(i, text);
                            }
                        });
        assertThat(Read.lines(file))
                .isEqualTo(
                        IntStream.range(0, rows)
                                .mapToObj(i ->
                                        "{\"id\":%d,\"text\":\"número %d\"}".formatted(i, i % 7))
                                .toList());
    }

    /// Hive and Spark write times by the clock of the machine that they run on.
    @Test
    void timesAreThoseOfTheWritersClock() throws IOException {
        TimeZone before = TimeZone.getDefault();
        byte[] file;
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
            file =
                    written(
                            "struct<t:timestamp,i:timestamp with local time zone>",
                            options -> options.useUTCTimestamp(false),
                            4,
                            batch -> {
                                long[] millis = {
                                    1_565_382_027_000L,
                                    1_550_000_000_500L,
                                    -1_500L,
                                    -62_000_000_000L
                                };
                                int[] nanos = {0, 500_000_000, 500_000_000, 0};
                                for (int i = 0; i < 4; i++) {
                                    for (int column = 0; column < 2; column++) {
                                        TimestampColumnVector times =
                                                (TimestampColumnVector) batch.cols[column];
                                        times.time[i] = millis[i];
                                        times.nanos[i] = nanos[i];
                                    }
                                }
                            });
        } finally {
            TimeZone.setDefault(before);
        }
        assertThat(Read.lines(file))
                .containsExactly(
                        "{\"t\":\"2019-08-09T13:20:27\",\"i\":\"2019-08-09T20:20:27Z\"}",
                        "{\"t\":\"2019-02-12T11:33:20.500\",\"i\":\"2019-02-12T19:33:20.500Z\"}",
                        "{\"t\":\"1969-12-31T15:59:58.500\",\"i\":\"1969-12-31T23:59:58.500Z\"}",
                        "{\"t\":\"1968-01-14T01:46:40\",\"i\":\"1968-01-14T09:46:40Z\"}");
    }

    @Test
    void daysBefore1582AreReadByTheCalendarThatTheFileHas() throws IOException {
        for (boolean isProleptic : new boolean[] {true, false}) {
            byte[] file =
                    written(
                            "struct<d:date>",
                            options -> options.setProlepticGregorian(isProleptic),
                            2,
                            batch -> {
                                DateColumnVector days = (DateColumnVector) batch.cols[0];
                                days.setUsingProlepticCalendar(true);
                                days.vector[0] = LocalDate.parse("1200-01-01").toEpochDay();
                                days.vector[1] = LocalDate.parse("1999-12-31").toEpochDay();
                            });
            assertThat(Read.lines(file))
                    .containsExactly("{\"d\":\"1200-01-01\"}", "{\"d\":\"1999-12-31\"}");
        }
    }

    @Test
    void unionsAndMapsOfStructsAreRead() throws IOException {
        byte[] file =
                written(
                        "struct<u:uniontype<int,string>,m:map<struct<x:int>,int>>",
                        options -> {},
                        2,
                        batch -> {
                            UnionColumnVector unions = (UnionColumnVector) batch.cols[0];
                            unions.tags[1] = 1;
                            ((LongColumnVector) unions.fields[0]).vector[0] = 5;
                            ((BytesColumnVector) unions.fields[1])
                                    .setVal(1, "five".getBytes(StandardCharsets.UTF_8));
                            MapColumnVector maps = (MapColumnVector) batch.cols[1];
                            maps.lengths[0] = 1;
                            maps.childCount = 1;
                            StructColumnVector keys = (StructColumnVector) maps.keys;
                            ((LongColumnVector) keys.fields[0]).vector[0] = 6;
                            ((LongColumnVector) maps.values).vector[0] = 7;
                        });
        assertThat(Read.lines(file))
                .containsExactly(
                        "{\"u\":5,\"m\":[{\"key\":{\"x\":6},\"value\":7}]}",
                        "{\"u\":\"five\",\"m\":[]}");
    }

    @Test
    void whatIsNotReadIsSaidByName() throws IOException {
        TypeDescription type =
                TypeDescription.createStruct().addField("g", TypeDescription.createGeometry());
        byte[] file =
                written(
                        type,
                        options -> {},
                        1,
                        batch -> {
                            batch.cols[0].noNulls = false;
                            batch.cols[0].isNull[0] = true;
                        });
        assertThatThrownBy(() -> Read.lines(file))
                .hasMessage("The file has a column of the type GEOMETRY, which is not read.");
    }

    private static byte[] written(
            String schema,
            Consumer<OrcFile.WriterOptions> settings,
            int rows,
            Consumer<VectorizedRowBatch> fill)
            throws IOException {
        return written(TypeDescription.fromString(schema), settings, rows, fill);
    }

    private static byte[] written(
            TypeDescription type,
            Consumer<OrcFile.WriterOptions> settings,
            int rows,
            Consumer<VectorizedRowBatch> fill)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OrcFile.WriterOptions options =
                OrcFile.writerOptions(new Configuration(false))
                        .setSchema(type)
                        .fileSystem(new OrcOutput(bytes))
                        .setKeyProvider(new InMemoryKeystore())
                        .memory(new FixedMemory());
        settings.accept(options);
        try (Writer writer = OrcFile.createWriter(new Path("object"), options)) {
            VectorizedRowBatch batch = type.createRowBatch(rows);
            fill.accept(batch);
            batch.size = rows;
            writer.addRowBatch(batch);
        }
        return bytes.toByteArray();
    }
}
