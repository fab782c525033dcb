package io.hydrant.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.cli.CommandFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
    @TempDir private Path folder;

    @Test
    void plainGzippedAndZippedFilesReadTheSame() throws IOException {
        Path plain = folder.resolve("films.csv");
        Files.writeString(plain, "1,2,x\n");
        Path gzip = folder.resolve("films.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write("1,2,x\n".getBytes(StandardCharsets.UTF_8));
        }
        Path zip = zip("films.zip", "__MACOSX/._films.csv", "readme.txt", "films.csv");
        for (Path file : new Path[] {plain, gzip, zip}) {
            assertThat(content(file.toString())).as(file.toString()).isEqualTo("1,2,x\n");
        }
    }

    @Test
    void aDashIsStandardInput() throws IOException {
        InputStream input = new ByteArrayInputStream("1,2,x\n".getBytes(StandardCharsets.UTF_8));
        assertThat(TableFile.open("-", input)).isSameAs(input);
    }

    @Test
    void aZipWithSeveralTablesNamesThem() throws IOException {
        Path zip = zip("films.zip", "a.csv", "b.csv");
        assertThatThrownBy(() -> content(zip.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("2 CSV files: a.csv, b.csv");
    }

    @Test
    void aZipWithoutATableSaysWhatItHolds() throws IOException {
        Path zip = zip("films.zip", "readme.txt");
        assertThatThrownBy(() -> content(zip.toString()))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.nextStep()).contains("readme.txt"));
    }

    @Test
    void aFileThatIsNotWhatItsNameSaysIsRefused() throws IOException {
        for (String name : new String[] {"films.zip", "films.csv.gz"}) {
            Path file = Files.writeString(folder.resolve(name), "1,2,x\n");
            assertThatThrownBy(() -> content(file.toString()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void aMissingFileAndAFolderAreToldApart() {
        assertThatThrownBy(() -> content(folder.resolve("none.csv").toString()))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> content(folder.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is a folder");
    }

    /// Each `.csv` entry holds one row, every other entry a word.
    private Path zip(String name, String... entries) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                String content = entry.endsWith(".csv") ? "1,2,x\n" : "word";
                out.write(content.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static String content(String name) throws IOException {
        try (InputStream input = TableFile.open(name, InputStream.nullInputStream())) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
