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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the options of Parquet are for is seen in the object.
class ParquetOptionsTest {
    private static final TableSchema SCHEMA =
            new TableSchema(
                    List.of(
                            new TableColumn("id", Primitive.BIGINT),
                            new TableColumn("text", Primitive.STRING)));
    private static final int ROWS = 20_000;
    private static final int BLOCK_BYTES = 400_000;

    @TempDir Path folder;

    @Test
    void rowGroupsHaveTheSizeOfABlock() throws Exception {
        assertThat(groups(options(BLOCK_BYTES, 64 << 10, false, 0))).hasSizeGreaterThan(3);
        assertThat(groups(options(64 << 20, 64 << 10, true, 0))).hasSize(1);
        assertThat(groups(Written.PARQUET)).hasSize(1);
    }

    @Test
    void smallerPagesAreMore() throws Exception {
        long large = Files.size(file(options(64 << 20, 1 << 20, false, 0)));
        assertThat(Files.size(file(options(64 << 20, 4 << 10, false, 0)))).isGreaterThan(large);
    }

    @Test
    void aDictionaryIsUsedUnlessItIsDeclined() throws Exception {
        assertThat(encodings(options(64 << 20, 1 << 20, true, 0))).contains("PLAIN_DICTIONARY");
        assertThat(encodings(options(64 << 20, 1 << 20, false, 0))).doesNotContain("DICTIONARY");
        assertThat(encodings(Written.PARQUET)).contains("PLAIN_DICTIONARY");
    }

    @Test
    void theSecondVersionHasItsEncodings() throws Exception {
        assertThat(encodings(version(ParquetVersion.V2))).contains("DELTA_BINARY_PACKED");
        assertThat(encodings(version(ParquetVersion.V1))).doesNotContain("DELTA_BINARY_PACKED");
    }

    private String encodings(Parquet options) throws Exception {
        try (DuckDb duckDb = new DuckDb()) {
            return String.join(
                    ",",
                    duckDb.query("SELECT encodings FROM parquet_metadata('%s')", file(options)));
        }
    }

    /// Where each row group begins.
    private List<String> groups(Parquet options) throws Exception {
        try (DuckDb duckDb = new DuckDb()) {
            return duckDb.query(
                    "SELECT CAST(min(least(data_page_offset,"
                            + " coalesce(dictionary_page_offset, data_page_offset))) AS VARCHAR)"
                            + " FROM parquet_metadata('%s') GROUP BY row_group_id"
                            + " ORDER BY row_group_id",
                    file(options));
        }
    }

    private Path file(Parquet options) throws Exception {
        Random random = new Random(1);
        List<Object[]> rows = new ArrayList<>();
        for (long i = 0; i < ROWS; i++) {
            rows.add(new Object[] {i, Long.toHexString(random.nextInt(5000)).repeat(20)});
        }
        return Files.write(
                folder.resolve("object.parquet"),
                Written.object(SCHEMA, Written.parquet(options), rows));
    }

    private static Parquet version(ParquetVersion version) {
        return new Parquet(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                Optional.empty(),
                Optional.of(version));
    }

    private static Parquet options(int block, int page, boolean usesDictionary, int padding) {
        return new Parquet(
                Optional.of(block),
                Optional.of(page),
                Optional.of(ParquetCompression.UNCOMPRESSED),
                Optional.of(usesDictionary),
                Optional.of(padding),
                Optional.empty());
    }
}
