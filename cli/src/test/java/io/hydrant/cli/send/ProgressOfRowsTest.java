package io.hydrant.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.InputFinder;
import io.hydrant.producer.Acknowledged;
import io.hydrant.producer.Outgoing;
import io.hydrant.producer.Setback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How far a sending has come is told by the rows, not by what was read ahead of them.
class ProgressOfRowsTest {
    private static final int ROWS = 20_000;

    /// A compressed file is read some KiB ahead.
    private static final double TOLERANCE = 0.08;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rows.csv", "rows.csv.gz", "rows.zip"})
    void theFractionIsThatOfTheRows(String name) throws IOException {
        Path file = folder.resolve(name);
        write(file, ROWS);
        try (RowsOfFiles rows = open(file)) {
            Deaf listener = new Deaf();
            GoodRows good = new GoodRows(rows, listener);
            int count = 0;
            while (good.next().isPresent()) {
                count++;
                assertThat(listener.reading.fraction().orElseThrow())
                        .as("after row %d", count)
                        .isCloseTo((double) count / ROWS, within(TOLERANCE));
            }
            assertThat(count).isEqualTo(ROWS);
        }
    }

    @Test
    void aSmallFileThatIsReadWholeIsNotDoneBeforeItsRowsAre() throws IOException {
        Path file = folder.resolve("three.csv");
        Files.writeString(file, "1,2001,a\n2,2002,b\n3,2003,c\n");
        try (RowsOfFiles rows = open(file)) {
            Deaf listener = new Deaf();
            GoodRows good = new GoodRows(rows, listener);
            ProgressText text = new ProgressText();
            List<Outgoing> read =
                    List.of(
                            good.next().orElseThrow(),
                            good.next().orElseThrow(),
                            good.next().orElseThrow());
            assertThat(good.next()).isEmpty();
            text.add(acknowledged(read.subList(0, 1)));
            assertThat(text.line(listener.reading)).contains(" 33 %  1 row,");
            text.add(acknowledged(read.subList(1, 3)));
            assertThat(text.line(listener.reading)).contains(" 100 %  3 rows,");
        }
    }

    private static Acknowledged acknowledged(List<Outgoing> records) {
        List<String> ids = records.stream().map(record -> "id").toList();
        return new Acknowledged(records, ids, 0, 0, true);
    }

    private static RowsOfFiles open(Path file) throws IOException {
        InputFinder finder = new InputFinder(InputStream.nullInputStream(), Optional.empty());
        return new RowsOfFiles(finder.find(List.of(file.toString())), RowsOfFiles.Reading.USUAL);
    }

    private static void write(Path file, int rows) throws IOException {
        String name = file.toString();
        try (OutputStream bytes = Files.newOutputStream(file);
                OutputStream out =
                        name.endsWith(".gz")
                                ? new GZIPOutputStream(bytes)
                                : name.endsWith(".zip") ? entry(bytes) : bytes) {
            for (int i = 0; i < rows; i++) {
                String row = "%d,%d,\"Title, the %dth ñ\"\n".formatted(i, 1900 + i % 100, i * 37);
                out.write(row.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static ZipOutputStream entry(OutputStream bytes) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(bytes);
        zip.putNextEntry(new ZipEntry("rows.csv"));
        return zip;
    }

    /// Called with how far the rows are read, and with nothing else, since all rows are good and
    /// nothing is sent.
    private static final class Deaf implements RowListener {
        private GoodRows.Reading reading = GoodRows.Reading.UNKNOWN;

        @Override
        public void read(GoodRows.Reading now) {
            reading = now;
        }

        @Override
        public void leftOut(BadRow row) throws IOException {
            throw new IOException(row.reason());
        }

        @Override
        public void acknowledged(Acknowledged acknowledged) {
            throw new UncheckedIOException(new IOException("Nothing was sent"));
        }

        @Override
        public void setback(Setback setback) {
            throw new UncheckedIOException(new IOException(setback.reason()));
        }
    }
}
