package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.conversion.HiveType.Primitive;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import io.hydrant.core.stream.destination.Serializer.ParquetCompression;
import io.hydrant.core.stream.destination.Serializer.ParquetVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Parquet as DuckDB reads it.
class ParquetTypesTest {
    private static final String TYPES =
            """
            BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|FLOAT|DOUBLE|VARCHAR|VARCHAR|VARCHAR|BLOB|DATE|TIMESTAMP|\
            DECIMAL(10,2)|DECIMAL(38,10)|VARCHAR[]|MAP(VARCHAR, INTEGER)|\
            STRUCT(city VARCHAR, geo STRUCT(lat DOUBLE, lon DOUBLE))|\
            STRUCT(city VARCHAR, geo STRUCT(lat DOUBLE, lon DOUBLE))[]|INTEGER[][]|\
            MAP(INTEGER, DECIMAL(4,1)[])\
            """;

    /// DuckDB cuts a time off after its microseconds.
    private static final List<String> ROWS =
            """
            true|1|2|3|4|1.5|2.25|ñandú 🦤|abc|xy|\\x01\\x02|2019-08-09|2019-08-09 20:20:27.123456|12.34|-1.5000000000|[a, b]|{k=1, l=2}|{'city': Bogotá, 'geo': {'lat': 4.6, 'lon': -74.1}}|[{'city': Lima, 'geo': {'lat': -12.0, 'lon': -77.0}}]|[[1, 2], [3]]|{7=[1.5]}
            false|-128|-32768|-2147483648|-9223372036854775808|-3.4028235e+38|-1.7976931348623157e+308|\0|a|b|\\x00|0001-01-01|1900-12-31 23:59:59.999999|-99999999.99|-9999999999999999999999999999.9999999999|['']|{''=-2147483648}|{'city': '', 'geo': {'lat': -0.0, 'lon': -inf}}|[]|[[]]|{-2147483648=[]}
            true|127|32767|2147483647|9223372036854775807|3.4028235e+38|1.7976931348623157e+308|\uFFFD|áéíóú|áéíóú|\\xFF\\xFF|9999-12-31|9999-12-31 23:59:59.999999|99999999.99|9999999999999999999999999999.9999999999|[z]|{z=2147483647}|{'city': z, 'geo': {'lat': nan, 'lon': inf}}|[{'city': y, 'geo': {'lat': 1.0, 'lon': 1.0}}]|[[2147483647]]|{2147483647=[999.9]}
            false|0|0|0|0|0.0|0.0|||||1970-01-01|1970-01-01 00:00:00|0.00|0.0000000000|[]|{}|{'city': NULL, 'geo': NULL}|[]|[]|{}
            null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|null
            null|null|null|null|null|null|null|null|null|null|null|null|null|null|null|[NULL, b, NULL]|{a=NULL, b=2}|{'city': NULL, 'geo': {'lat': NULL, 'lon': 1.0}}|[NULL, {'city': c, 'geo': NULL}]|[NULL, [NULL], []]|{1=NULL, 2=[NULL, 1.0]}\
            """
                    .lines()
                    .toList();

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void everyTypeIsReadBackFromEveryVersionWithEveryCompression(ParquetCompression compression)
            throws Exception {
        try (DuckDb duckDb = new DuckDb()) {
            for (ParquetVersion version : ParquetVersion.values()) {
                for (boolean isDictionaryUsed : List.of(true, false)) {
                    Path file = file(options(compression, version, isDictionaryUsed));
                    assertThat(duckDb.rows(file)).isEqualTo(ROWS);
                    assertThat(
                                    duckDb.query(
                                            "SELECT DISTINCT compression FROM"
                                                    + " parquet_metadata('%s')",
                                            file))
                            .containsExactly(compression.name());
                }
            }
        }
    }

    @Test
    void typesAreThoseOfTheTable() throws Exception {
        try (DuckDb duckDb = new DuckDb()) {
            List<String> described =
                    duckDb.query(
                            "SELECT column_type FROM (DESCRIBE SELECT * FROM read_parquet('%s'))",
                            file(Written.PARQUET));
            assertThat(String.join("|", described)).isEqualTo(TYPES);
        }
    }

    @Test
    void anObjectWithoutRowsHasItsColumns() throws Exception {
        Path file = folder.resolve("empty.parquet");
        Files.write(
                file,
                Written.object(SampleTable.SCHEMA, Written.parquet(Written.PARQUET), List.of()));
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.rows(file)).isEmpty();
            assertThat(duckDb.query("DESCRIBE SELECT * FROM read_parquet('%s')", file))
                    .hasSameSizeAs(SampleTable.SCHEMA.columns());
        }
    }

    @Test
    void namesMayBeAnyText() throws Exception {
        TableSchema schema =
                new TableSchema(
                        List.of(
                                new TableColumn("a.b", Primitive.INT),
                                new TableColumn("año `1`", Primitive.INT)));
        Path file = folder.resolve("names.parquet");
        Files.write(
                file,
                Written.object(
                        schema,
                        Written.parquet(Written.PARQUET),
                        List.<Object[]>of(new Object[] {1, 2})));
        try (DuckDb duckDb = new DuckDb()) {
            assertThat(duckDb.query("SELECT \"a.b\", \"año `1`\" FROM read_parquet('%s')", file))
                    .containsExactly("1|2");
        }
    }

    private Path file(Parquet options) throws Exception {
        Path file = folder.resolve("object.parquet");
        return Files.write(
                file,
                Written.object(SampleTable.SCHEMA, Written.parquet(options), SampleTable.ROWS));
    }

    private static Parquet options(
            ParquetCompression compression, ParquetVersion version, boolean isDictionaryUsed) {
        return new Parquet(
                Optional.empty(),
                Optional.empty(),
                Optional.of(compression),
                Optional.of(isDictionaryUsed),
                Optional.empty(),
                Optional.of(version));
    }
}
