package io.hydrant.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Dialect;
import io.hydrant.cli.table.InputFinder;
import io.hydrant.cli.table.RecordStyle;
import io.hydrant.cli.table.Typing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The assignment's own files, which may not be copied into the project: they are read where they
/// lie beside it.
class RealFilesTest {
    private final List<String> records = new ArrayList<>();
    private final List<BadRow> badRows = new ArrayList<>();

    @Test
    void everyRowOfTheAssignmentsFileIsARecord() throws IOException {
        read("movies-netflix.zip", StandardCharsets.UTF_8);
        assertThat(badRows).isEmpty();
        assertThat(records).hasSize(17_769);
        assertThat(records.getFirst())
                .isEqualTo(
                        "{\"MovieID\": 1, \"YearOfRelease\": 2003, \"Title\": \"Dinosaur Planet\"}\n");
        assertThat(records)
                .contains(
                        "{\"MovieID\": 4388, \"YearOfRelease\": 0, \"Title\": \"Ancient Civilizations: Rome and Pompeii\"}\n",
                        "{\"MovieID\": 139, \"YearOfRelease\": 919, \"Title\": \"841\"}\n",
                        "{\"MovieID\": 8971, \"YearOfRelease\": 1975, \"Title\": \"Hill \\\"Halfon\\\" Doesnt Answer\"}\n");
    }

    @Test
    void theCleanFileIsReadWhole() throws IOException {
        read("movies-netflix-quoted.zip", StandardCharsets.UTF_8);
        assertThat(badRows).isEmpty();
        assertThat(records).hasSize(17_770);
        assertThat(records.get(6482)).contains("\"Smokey Joe's Café\"");
        assertThat(records.get(71))
                .contains("\"At Home Among Strangers, A Stranger Among His Own\"");
    }

    @Test
    void theUnquotedOriginalFailsRowByRow() throws IOException {
        read("movie_titles.csv", StandardCharsets.UTF_8);
        assertThat(badRows).hasSize(337);
        assertThat(records).hasSize(17_770 - 337);
        assertThat(badRows.getFirst().line()).isEqualTo(72);
        assertThat(badRows.getFirst().reason()).contains("4 fields where there are 3 columns");
        assertThat(badRows)
                .filteredOn(row -> row.reason().contains("not UTF-8"))
                .singleElement()
                .satisfies(row -> assertThat(row.line()).isEqualTo(6483));
    }

    @Test
    void theOriginalsOneForeignByteIsReadInItsOwnEncoding() throws IOException {
        read("movie_titles.csv", StandardCharsets.ISO_8859_1);
        assertThat(badRows).hasSize(336);
    }

    @Test
    void theOriginalReadsAsTheCleanFileWhenItsLastColumnTakesTheRest() throws IOException {
        read("movies-netflix-quoted.zip", Dialect.USUAL);
        List<String> clean = List.copyOf(records);
        records.clear();
        read(
                "movie_titles.csv",
                new Dialect(StandardCharsets.ISO_8859_1, ',', Optional.empty(), true));
        assertThat(badRows).isEmpty();
        assertThat(records).isEqualTo(clean);
    }

    private void read(String name, Charset charset) throws IOException {
        read(name, Dialect.usualIn(charset));
    }

    private void read(String name, Dialect dialect) throws IOException {
        Path file = Path.of("..", "..", "shared", "data", name);
        assumeTrue(Files.exists(file), () -> "skipped: " + file + " is not on this machine");
        RowsOfFiles.Reading reading =
                new RowsOfFiles.Reading(
                        new Heading.Assumed(), dialect, Typing.USUAL, RecordStyle.USUAL);
        InputFinder finder = new InputFinder(InputStream.nullInputStream(), Optional.empty());
        try (RowsOfFiles rows = new RowsOfFiles(finder.find(List.of(file.toString())), reading)) {
            while (true) {
                try {
                    Optional<OutgoingRow> next = rows.next();
                    if (next.isEmpty()) {
                        return;
                    }
                    records.add(new String(next.get().data(), StandardCharsets.UTF_8));
                } catch (BadRow bad) {
                    badRows.add(bad);
                }
            }
        }
    }
}
