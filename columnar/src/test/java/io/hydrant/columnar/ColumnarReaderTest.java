package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer;
import io.hydrant.core.stream.destination.Serializer.Orc;
import io.hydrant.core.stream.destination.Serializer.OrcCompression;
import io.hydrant.core.stream.destination.Serializer.OrcVersion;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import io.hydrant.core.stream.destination.Serializer.ParquetCompression;
import io.hydrant.core.stream.destination.Serializer.ParquetVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is written is read back, as the JSON that would be put in.
class ColumnarReaderTest {
    private static final List<String> ROWS =
            """
            {"bool":true,"tiny":1,"small":2,"whole":3,"big":4,"single":1.5,"twice":2.25,"text":"ñandú 🦤","short_text":"abc","padded_text":"xy","bytes":"AQI=","day":"2019-08-09","time":"2019-08-09T20:20:27.123456789","price":12.34,"huge":-1.5000000000,"tags":["a","b"],"counts":{"k":1,"l":2},"place":{"city":"Bogotá","geo":{"lat":4.6,"lon":-74.1}},"places":[{"city":"Lima","geo":{"lat":-12.0,"lon":-77.0}}],"grid":[[1,2],[3]],"by_number":{"7":[1.5]}}
            {"bool":false,"tiny":-128,"small":-32768,"whole":-2147483648,"big":-9223372036854775808,"single":-3.4028235E38,"twice":-1.7976931348623157E308,"text":"\\u0000","short_text":"a","padded_text":"b","bytes":"AA==","day":"0001-01-01","time":"1900-12-31T23:59:59.999999","price":-99999999.99,"huge":-9999999999999999999999999999.9999999999,"tags":[""],"counts":{"":-2147483648},"place":{"city":"","geo":{"lat":-0.0,"lon":"-Infinity"}},"places":[],"grid":[[]],"by_number":{"-2147483648":[]}}
            {"bool":true,"tiny":127,"small":32767,"whole":2147483647,"big":9223372036854775807,"single":3.4028235E38,"twice":1.7976931348623157E308,"text":"\uFFFD","short_text":"áéíóú","padded_text":"áéíóú","bytes":"//8=","day":"9999-12-31","time":"9999-12-31T23:59:59.999999","price":99999999.99,"huge":9999999999999999999999999999.9999999999,"tags":["z"],"counts":{"z":2147483647},"place":{"city":"z","geo":{"lat":"NaN","lon":"Infinity"}},"places":[{"city":"y","geo":{"lat":1.0,"lon":1.0}}],"grid":[[2147483647]],"by_number":{"2147483647":[999.9]}}
            {"bool":false,"tiny":0,"small":0,"whole":0,"big":0,"single":0.0,"twice":0.0,"text":"","short_text":"","padded_text":"","bytes":"","day":"1970-01-01","time":"1970-01-01T00:00:00","price":0.00,"huge":0.0000000000,"tags":[],"counts":{},"place":{"city":null,"geo":null},"places":[],"grid":[],"by_number":{}}
            {"bool":null,"tiny":null,"small":null,"whole":null,"big":null,"single":null,"twice":null,"text":null,"short_text":null,"padded_text":null,"bytes":null,"day":null,"time":null,"price":null,"huge":null,"tags":null,"counts":null,"place":null,"places":null,"grid":null,"by_number":null}
            {"bool":null,"tiny":null,"small":null,"whole":null,"big":null,"single":null,"twice":null,"text":null,"short_text":null,"padded_text":null,"bytes":null,"day":null,"time":null,"price":null,"huge":null,"tags":[null,"b",null],"counts":{"a":null,"b":2},"place":{"city":null,"geo":{"lat":null,"lon":1.0}},"places":[null,{"city":"c","geo":null}],"grid":[null,[null],[]],"by_number":{"1":null,"2":[null,1.0]}}
            """
                    .lines()
                    .toList();

    private static final TableSchema NUMBERS =
            new TableSchema(
                    List.of(
                            new TableColumn("id", Primitive.BIGINT),
                            new TableColumn("wild", Primitive.BIGINT),
                            new TableColumn("text", Primitive.STRING),
                            new TableColumn("other", Primitive.STRING)));

    static Stream<Serializer> everyWay() {
        Stream<Serializer> parquet =
                Stream.of(ParquetCompression.values())
                        .flatMap(compression ->
                                Stream.of(ParquetVersion.values())
                                        .map(version -> parquet(compression, version)));
        Stream<Serializer> orc =
                Stream.of(OrcCompression.values())
                        .flatMap(compression ->
                                Stream.of(OrcVersion.values())
                                        .map(version -> orc(compression, version)));
        return Stream.concat(parquet, orc);
    }

    private static Serializer parquet(ParquetCompression compression, ParquetVersion version) {
        return Written.parquet(
                new Parquet(
                        Optional.empty(),
                        Optional.of(64 << 10),
                        Optional.of(compression),
                        Optional.of(version == ParquetVersion.V1),
                        Optional.empty(),
                        Optional.of(version)));
    }

    private static Serializer orc(OrcCompression compression, OrcVersion version) {
        return Written.orc(
                new Orc(
                        Optional.of(8 << 20),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(compression),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(version)));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void whatIsWrittenIsReadBack(Serializer serializer) throws Exception {
        byte[] file = Written.object(SampleTable.SCHEMA, serializer, SampleTable.ROWS);
        assertThat(Read.lines(file)).isEqualTo(ROWS);
    }

    /// Numbers of each kind of run that the formats have, texts of dictionaries and others, in
    /// several pages.
    @ParameterizedTest
    @MethodSource("everyWay")
    void manyRowsAreReadInLittleMemoryAndTheFirstWithoutTheOthers(Serializer serializer)
            throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        List<@Nullable Object[]> rows = numbers(new Random(seed), 18_000);
        byte[] file = Written.object(NUMBERS, serializer, rows);
        List<String> expected =
                rows.stream()
                        .map(row ->
                                "{\"id\":%s,\"wild\":%s,\"text\":%s,\"other\":%s}"
                                        .formatted(row[0], row[1], quoted(row[2]), quoted(row[3])))
                        .toList();
        assertThat(Read.lines(file, 3 << 20)).isEqualTo(expected);
        boolean hasAllInDictionaries =
                serializer.orc().flatMap(Orc::formatVersion).equals(Optional.of(OrcVersion.V0_11));
        if (!hasAllInDictionaries) {
            assertThat(Read.bytesFor(file, 10)).isLessThan(file.length / 2);
        }
    }

    private static List<@Nullable Object[]> numbers(Random random, int count) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        long wild = 0;
        for (int i = 0; i < count; i++) {
            int way = i / 700 % 6;
            wild =
                    switch (way) {
                        case 0 -> wild;
                        case 1 -> wild + 3;
                        case 2 -> random.nextLong();
                        case 3 ->
                                random.nextInt(100) == 0
                                        ? random.nextLong() >> 8
                                        : random.nextInt(50);
                        case 4 -> wild + random.nextInt(9);
                        default -> -random.nextInt(1 << 20);
                    };
            boolean isNull = random.nextInt(7) == 0;
            rows.add(
                    new @Nullable Object[] {
                        (long) i,
                        isNull ? null : wild,
                        isNull ? null : "text " + random.nextInt(30),
                        Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong())
                    });
        }
        return rows;
    }

    private static String quoted(@Nullable Object text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    @Test
    void anEmptyFileHasNoRows() throws Exception {
        for (Serializer serializer :
                List.of(Written.parquet(Written.PARQUET), Written.orc(Written.ORC))) {
            byte[] file = Written.object(SampleTable.SCHEMA, serializer, List.of());
            assertThat(Read.lines(file)).isEmpty();
        }
    }
}
