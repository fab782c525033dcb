package io.hydrant.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.stream.destination.Serializer.Parquet;
import io.hydrant.core.stream.destination.Serializer.ParquetCompression;
import io.hydrant.core.stream.destination.Serializer.ParquetVersion;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Parquet as Hardwood reads it, which is written in Java and shares no code with Parquet's own.
@NullUnmarked
class HardwoodTest {
    @ParameterizedTest
    @EnumSource
    void everyTypeIsReadBackFromEveryVersion(ParquetCompression compression) throws IOException {
        List<String> expected =
                SampleTable.ROWS.stream()
                        .map(row -> Arrays.stream(row).map(HardwoodTest::shown).toList().toString())
                        .toList();
        for (ParquetVersion version : ParquetVersion.values()) {
            Parquet options =
                    new Parquet(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(compression),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(version));
            byte[] file =
                    Written.object(SampleTable.SCHEMA, Written.parquet(options), SampleTable.ROWS);
            assertThat(rows(file)).isEqualTo(expected);
        }
    }

    private static List<String> rows(byte[] file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (ParquetFileReader reader =
                        ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
                RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                List<String> values = new ArrayList<>();
                for (TableColumn column : SampleTable.SCHEMA.columns()) {
                    values.add(shown(row.getValue(column.name())));
                }
                rows.add(values.toString());
            }
        }
        return rows;
    }

    /// A value of either side, as the other's would be shown.
    private static String shown(Object value) {
        return switch (value) {
            case null -> "null";
            case Byte number -> Integer.toString(number);
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC).toString();
            case Instant time -> time.toString();
            case PqList list -> list.values().stream().map(HardwoodTest::shown).toList().toString();
            case List<?> list -> list.stream().map(HardwoodTest::shown).toList().toString();
            case PqMap map ->
                    map.getEntries().stream()
                            .collect(
                                    Collectors.toMap(
                                            entry -> shown(entry.getKey()),
                                            entry -> shown(entry.getValue()),
                                            (one, other) -> one,
                                            TreeMap::new))
                            .toString();
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            entry -> shown(entry.getKey()),
                                            entry -> shown(entry.getValue()),
                                            (one, other) -> one,
                                            TreeMap::new))
                            .toString();
            case PqStruct struct -> {
                List<String> fields = new ArrayList<>();
                for (int i = 0; i < struct.getFieldCount(); i++) {
                    fields.add(shown(struct.getValue(struct.getFieldName(i))));
                }
                yield fields.toString();
            }
            case Object[] fields ->
                    Arrays.stream(fields).map(HardwoodTest::shown).toList().toString();
            default -> value.toString();
        };
    }
}
