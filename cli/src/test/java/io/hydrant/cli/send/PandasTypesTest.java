package io.hydrant.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.ColumnNames;
import io.hydrant.cli.table.Dialect;
import io.hydrant.cli.table.InputFinder;
import io.hydrant.cli.table.RecordFormat;
import io.hydrant.cli.table.RecordStyle;
import io.hydrant.cli.table.Table;
import io.hydrant.cli.table.Typing;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The values that pandas itself found in each file, recorded by `record.py` beside them. Numbers
/// are equal by value: pandas turns whole numbers with gaps into floats, and floats lose digits.
class PandasTypesTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/hydrant/cli/send/pandas");
    private static final JsonMapper JSON = new JsonMapper();

    @TestFactory
    Stream<DynamicTest> valuesAreThoseThatPandasFinds() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(12);
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(
                                file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path file) throws IOException, BadRow {
        List<String> recorded =
                Files.readAllLines(Path.of(file.toString().replace(".csv", ".json")));
        assertThat(names(file)).isEqualTo(JSON.readValue(recorded.getFirst(), String[].class));
        List<String> read = records(file);
        assertThat(read).hasSameSizeAs(recorded.subList(1, recorded.size()));
        for (int i = 0; i < read.size(); i++) {
            JsonNode expected = JSON.readTree(recorded.get(i + 1));
            JsonNode actual = JSON.readTree(read.get(i));
            assertThat(actual.size()).isEqualTo(expected.size());
            for (int column = 0; column < expected.size(); column++) {
                assertThat(same(actual.get(column), expected.get(column)))
                        .as("row %d, column %d: %s and %s", i + 1, column + 1, actual, expected)
                        .isTrue();
            }
        }
    }

    private static boolean same(JsonNode actual, JsonNode expected) {
        if (actual.isNumber() && expected.isNumber()) {
            return expected.isIntegralNumber()
                    ? new BigDecimal(actual.toString())
                                    .compareTo(new BigDecimal(expected.toString()))
                            == 0
                    : actual.doubleValue() == expected.doubleValue();
        }
        return actual.equals(expected);
    }

    private static String[] names(Path file) throws IOException, BadRow {
        try (InputStream bytes = Files.newInputStream(file);
                Table table = new Table(file.toString(), bytes, Dialect.USUAL)) {
            return ColumnNames.of(table.next().orElseThrow().fields()).toArray(String[]::new);
        }
    }

    private static List<String> records(Path file) throws IOException, BadRow {
        RowsOfFiles.Reading reading =
                new RowsOfFiles.Reading(
                        new Heading.FirstRow(),
                        Dialect.USUAL,
                        Typing.USUAL,
                        new RecordStyle(
                                new RecordStyle.Shape.JsonArray(), RecordFormat.Delimiter.NONE));
        InputFinder finder = new InputFinder(InputStream.nullInputStream(), Optional.empty());
        List<String> records = new ArrayList<>();
        try (RowsOfFiles rows = new RowsOfFiles(finder.find(List.of(file.toString())), reading)) {
            for (Optional<OutgoingRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                records.add(new String(row.get().data(), StandardCharsets.UTF_8));
            }
        }
        return records;
    }

    /// pandas makes them floats; JSON has no way to write one.
    @Test
    void infinitiesMakeAColumnOfText() throws Exception {
        Path file = Files.createTempFile("infinities", ".csv");
        try {
            Files.writeString(file, "a,b\n1.5,1\ninf,2\n");
            assertThat(records(file)).containsExactly("[\"1.5\", 1]", "[\"inf\", 2]");
        } finally {
            Files.delete(file);
        }
    }
}
