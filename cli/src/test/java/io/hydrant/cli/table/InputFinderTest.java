package io.hydrant.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.hydrant.cli.program.CommandFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFinderTest {
    private static final byte[] ROW = "1,2,x\n".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path folder;

    @Test
    void plainAndPackedFilesReadTheSame() throws IOException {
        Path plain = write("films.csv", ROW);
        Path gzip = write("films.csv.gz", gzip(ROW));
        Path zstd = write("films.csv.zst", Zstd.compress(ROW));
        Path unnamed = write("films", gzip(ROW));
        Path zip = zip("films.zip", "__MACOSX/._films.csv", "readme.txt", "films.csv");
        for (Path file : List.of(plain, gzip, zstd, unnamed, zip)) {
            assertThat(content(file.toString())).as(file.toString()).isEqualTo("1,2,x\n");
        }
    }

    @Test
    void severalMembersOfGzipAndFramesOfZstdAreOneFile() throws IOException {
        assertThat(
                        content(
                                write("a.gz", concat(gzip(ROW), gzip(ROW), gzip(new byte[0])))
                                        .toString()))
                .isEqualTo("1,2,x\n1,2,x\n");
        assertThat(
                        content(
                                write("a.zst", concat(Zstd.compress(ROW), Zstd.compress(ROW)))
                                        .toString()))
                .isEqualTo("1,2,x\n1,2,x\n");
        assertThat(content(write("b.gz", concat(gzip(ROW), new byte[512])).toString()))
                .as("zeros that fill a tape's block")
                .isEqualTo("1,2,x\n");
    }

    @Test
    void standardInputMayBePackedToo() throws IOException {
        for (byte[] bytes : List.of(ROW, gzip(ROW), Zstd.compress(ROW))) {
            assertThat(content("-", new ByteArrayInputStream(bytes))).isEqualTo("1,2,x\n");
        }
        assertThat(content("-", InputStream.nullInputStream())).isEmpty();
    }

    @Test
    void aZipOnStandardInputIsRefusedWithTheWayAround() throws IOException {
        byte[] zip = Files.readAllBytes(zip("films.zip", "films.csv"));
        assertThatThrownBy(() -> content("-", new ByteArrayInputStream(zip)))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.nextStep()).contains("unzip -p"));
    }

    @Test
    void anyCutOfAPackedFileIsAnErrorAfterTheBytesBeforeIt() throws IOException {
        byte[] plain = new byte[300_000];
        new Random(7).nextBytes(plain);
        byte[] twoMembers = concat(gzip(plain), gzip(ROW));
        for (int cut : new int[] {3, 11, 150_000, twoMembers.length - 1, twoMembers.length - 20}) {
            Path file = write("cut.gz", Arrays.copyOf(twoMembers, cut));
            assertDamaged(file, cut > 300_000 ? plain.length : 0);
        }
        byte[] zstd = Zstd.compress(plain);
        for (int cut : new int[] {5, 150_000, zstd.length - 1}) {
            assertDamaged(write("cut.zst", Arrays.copyOf(zstd, cut)), 0);
        }
    }

    @Test
    void flippedBitsOfPackedFilesAreFound() throws IOException {
        byte[] gzip = gzip("1,2,x\n".repeat(100).getBytes(StandardCharsets.UTF_8));
        gzip[gzip.length - 6] ^= 1;
        assertDamaged(write("a.gz", gzip), 600);
        Path zip = zip("a.zip", "a.csv");
        byte[] bytes = Files.readAllBytes(zip);
        int central = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
        bytes[central + 16] ^= 1; // the entry's checksum
        assertDamaged(write("a.zip", bytes), 6);
    }

    @Test
    void aZipThatIsCutIsRefusedBeforeAnythingIsRead() throws IOException {
        byte[] bytes = Files.readAllBytes(zip("a.zip", "a.csv"));
        Path cut = write("cut.zip", Arrays.copyOf(bytes, bytes.length - 10));
        assertThatThrownBy(() -> find(cut.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cut.zip is not a whole zip file");
    }

    @Test
    void aZipWithSeveralTablesNamesThemAndTheWayToChoose() throws IOException {
        Path zip = zip("films.zip", "a.csv", "b/b.csv", "c.txt");
        assertThatThrownBy(() -> find(zip.toString()))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.nextStep()).contains("--entry a.csv"))
                .hasMessageContaining("2 CSV files: a.csv, b/b.csv");
        assertThat(content(zip + "!b/b.csv")).isEqualTo("1,2,x\n");
        InputFinder named = new InputFinder(InputStream.nullInputStream(), Optional.of("c.txt"));
        assertThat(content(named.find(List.of(zip.toString())).getFirst())).isEqualTo("word");
        assertThatThrownBy(() -> find(zip + "!d.csv"))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.nextStep()).contains("b/b.csv, c.txt"))
                .hasMessageContaining("no entry d.csv");
    }

    @Test
    void anEntryIsForZipFiles() throws IOException {
        Path plain = write("a.csv", ROW);
        InputFinder finder = new InputFinder(InputStream.nullInputStream(), Optional.of("a.csv"));
        assertWrongUsage(() -> finder.find(List.of(plain.toString())));
    }

    @Test
    void aZipWithoutATableSaysWhatItHolds() throws IOException {
        Path zip = zip("films.zip", "readme.txt");
        assertThatThrownBy(() -> find(zip.toString()))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.nextStep()).contains("readme.txt"));
    }

    @Test
    void aFileThatIsNotWhatItsNameSaysIsRefused() throws IOException {
        for (String name : List.of("films.zip", "films.csv.gz", "films.csv.zst")) {
            Path file = write(name, ROW);
            assertThatThrownBy(() -> find(file.toString()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining(name);
        }
    }

    @Test
    void aMissingFileAndAFolderAreToldApart() {
        assertThatThrownBy(() -> find(folder.resolve("none.csv").toString()))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> find(folder.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void standardInputIsNamedOnce() {
        assertWrongUsage(() -> find("-", "-"));
    }

    @Test
    void patternsFindFilesByNameInOrder() throws IOException {
        for (String name :
                List.of(
                        "b.csv",
                        "a.csv",
                        ".hidden.csv",
                        "x/c.csv",
                        "x/y/d.csv",
                        "x/.git/e.csv",
                        "f.txt")) {
            Files.createDirectories(folder.resolve(name).getParent());
            write(name, ROW);
        }
        assertThat(names("*.csv")).containsExactly("a.csv", "b.csv");
        assertThat(names("[b-z].csv")).containsExactly("b.csv");
        assertThat(names("?.{csv,txt}")).containsExactly("a.csv", "b.csv", "f.txt");
        assertThat(names("*/*.csv")).containsExactly("x/c.csv");
        assertThat(names("**/*.csv")).containsExactly("a.csv", "b.csv", "x/c.csv", "x/y/d.csv");
        assertThat(names("x/**/*.csv")).containsExactly("x/c.csv", "x/y/d.csv");
        assertThat(names("**.csv")).containsExactly("a.csv", "b.csv", "x/c.csv", "x/y/d.csv");
    }

    @Test
    void aPatternThatMatchesNothingSaysSo() {
        assertThatThrownBy(() -> find(folder + "/*.csv"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("No file matches " + folder + "/*.csv");
        assertThatThrownBy(() -> find(folder.resolve("none") + "/*.csv"))
                .hasMessageContaining("No file matches");
        assertWrongUsage(() -> find(folder + "/[a.csv"));
    }

    @Test
    void aFileOfThatVeryNameGoesBeforeAPattern() throws IOException {
        write("a.csv", ROW);
        write("[a].csv", ROW);
        assertThat(names("[a].csv")).containsExactly("[a].csv");
    }

    @Test
    void relativePatternsFindRelativeNames() throws IOException {
        assertThat(
                        find(
                                "src/main/java/io/hydrant/cli/table/package-*.java",
                                "./src/main/java/io/*/cli/table/package-info.java"))
                .extracting(Input::name)
                .containsExactly(
                        "src/main/java/io/hydrant/cli/table/package-info.java",
                        "./src/main/java/io/hydrant/cli/table/package-info.java");
    }

    @Test
    void aPipeIsReadOnceAndHasNoSize() throws IOException {
        Path pipe = Path.of("/dev/null");
        assertThat(find(pipe.toString()).getFirst()).isInstanceOf(StreamInput.class);
    }

    private List<String> names(String pattern) throws IOException {
        return find(folder + "/" + pattern).stream()
                .map(input -> folder.relativize(Path.of(input.name())).toString())
                .toList();
    }

    private void assertDamaged(Path file, int bytesBefore) throws IOException {
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        assertThatThrownBy(
                        () -> {
                            Input input = find(file.toString()).getFirst();
                            try (Input.Opened opened = input.open()) {
                                opened.bytes().transferTo(before);
                            }
                        })
                .isInstanceOf(DamagedInputException.class)
                .hasMessageContaining(file.getFileName() + " is damaged or cut short")
                .hasMessageContaining("%,d bytes of its table".formatted(before.size()));
        assertThat(before.size()).isGreaterThanOrEqualTo(bytesBefore);
    }

    private static void assertWrongUsage(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitStatus()).isEqualTo(2));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    /// Each `.csv` entry holds one row, every other entry a word.
    private Path zip(String name, String... entries) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                out.write(entry.endsWith(".csv") ? ROW : "word".getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    private static List<Input> find(String... names) throws IOException {
        return new InputFinder(InputStream.nullInputStream(), Optional.empty())
                .find(List.of(names));
    }

    private static String content(String name) throws IOException {
        return content(name, InputStream.nullInputStream());
    }

    private static String content(String name, InputStream standardInput) throws IOException {
        InputFinder finder = new InputFinder(standardInput, Optional.empty());
        return content(finder.find(List.of(name)).getFirst());
    }

    private static String content(Input input) throws IOException {
        try (Input.Opened opened = input.open()) {
            return new String(opened.bytes().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
