package io.hydrant.core.conversion.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.core.conversion.TableColumn;
import io.hydrant.core.conversion.TableSchema;
import io.hydrant.core.conversion.TypeStrings;
import io.hydrant.core.conversion.UnreadableRecordException;
import io.hydrant.core.conversion.UnusableTableException;
import io.hydrant.core.stream.destination.Deserializer;
import io.hydrant.core.stream.destination.Deserializer.HiveJson;
import io.hydrant.core.stream.destination.Deserializer.OpenXJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows of a table, read from texts and shown as texts: `i=1 a=[p]`.
final class ReadRows {
    static final Deserializer OPENX = openX(Optional.empty(), Optional.empty(), Map.of());
    static final Deserializer HIVE = hive();

    private final List<TableColumn> columns;
    private final JsonRows records;

    /// @param columns names and types: `i`, `int`, …
    private ReadRows(Deserializer deserializer, String... columns) throws UnusableTableException {
        List<TableColumn> all = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 2) {
            all.add(new TableColumn(columns[i], TypeStrings.parse(columns[i + 1])));
        }
        this.columns = all;
        this.records = JsonRows.of(new TableSchema(all), deserializer);
    }

    static ReadRows of(Deserializer deserializer, String... columns) {
        try {
            return new ReadRows(deserializer, columns);
        } catch (UnusableTableException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Deserializer openX(
            Optional<Boolean> ignoresCase, Optional<Boolean> dots, Map<String, String> mappings) {
        return new Deserializer(
                Optional.of(
                        new OpenXJson(
                                dots,
                                ignoresCase,
                                mappings.isEmpty() ? Optional.empty() : Optional.of(mappings))),
                Optional.empty());
    }

    static Deserializer hive(String... formats) {
        return new Deserializer(
                Optional.empty(),
                Optional.of(
                        new HiveJson(
                                formats.length == 0
                                        ? Optional.empty()
                                        : Optional.of(List.of(formats)))));
    }

    /// The rows of a record, a blank behind each value and a bar between them; or `ERR` and why
    /// there are none.
    String shown(String record) {
        List<String> rows = new ArrayList<>();
        byte[] bytes = record.getBytes(UTF_8);
        try {
            records.read(bytes, 0, bytes.length, row -> rows.add(shown(row)));
            return String.join("|", rows);
        } catch (UnreadableRecordException e) {
            return "ERR " + e.code() + " " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String shown(@Nullable Object[] row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            if (row[i] != null) {
                text.append(columns.get(i).name()).append('=').append(value(row[i])).append(' ');
            }
        }
        return text.isEmpty() ? "(all null)" : text.toString();
    }

    private static String value(@Nullable Object value) {
        return switch (value) {
            case LocalDateTime time -> Timestamp.valueOf(time).toString();
            case Object[] struct -> Arrays.stream(struct).map(ReadRows::value).toList().toString();
            case List<?> list -> list.stream().map(ReadRows::value).toList().toString();
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> value(entry.getKey()) + "=" + value(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case byte[] bytes -> Arrays.toString(bytes);
            case null -> "null";
            default -> value.toString();
        };
    }
}
