package io.hydrant.cli.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Dialect;
import io.hydrant.cli.table.InputFinder;
import io.hydrant.cli.table.MissingTexts;
import io.hydrant.cli.table.RecordFormat;
import io.hydrant.cli.table.RecordStyle;
import io.hydrant.cli.table.RecordTemplate;
import io.hydrant.cli.table.Typing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsOfFilesTest {
    private static final RecordStyle ARRAYS =
            new RecordStyle(new RecordStyle.Shape.JsonArray(), RecordFormat.Delimiter.NONE);
    private static final RowsOfFiles.Reading HEADED = reading(new Heading.FirstRow(), Typing.USUAL);

    @TempDir private Path folder;

    @Test
    void eachFileHasItsOwnColumnsAndTypes() throws Exception {
        Path one = write("1.csv", "a,b\n1,x\n");
        Path other = write("2.csv", "b,c,a\ny,1.5,z\n");
        RowsOfFiles.Reading reading =
                new RowsOfFiles.Reading(
                        new Heading.FirstRow(), Dialect.USUAL, Typing.USUAL, RecordStyle.USUAL);
        assertThat(all(rows(reading, one, other)))
                .containsExactly(
                        "{\"a\": 1, \"b\": \"x\"}\n", "{\"b\": \"y\", \"c\": 1.5, \"a\": \"z\"}\n");
    }

    @Test
    void filmsWhoseTitlesHoldCommasAreReadWhateverTheFirstOneIs() throws Exception {
        Dialect rest = new Dialect(StandardCharsets.UTF_8, ',', Optional.empty(), true);
        RowsOfFiles.Reading films =
                new RowsOfFiles.Reading(
                        new Heading.Assumed(), rest, Typing.USUAL, RecordStyle.USUAL);
        Path file = write("1.csv", "1,1966,The Good, the Bad, and \"the\" Ugly\n2,NULL,Alien\n");
        try (RowsOfFiles rows = rows(films, file)) {
            rows.check();
            assertThat(all(rows))
                    .containsExactly(
                            "{\"MovieID\": 1, \"YearOfRelease\": 1966, \"Title\": \"The Good, the Bad, and \\\"the\\\" Ugly\"}\n",
                            "{\"MovieID\": 2, \"YearOfRelease\": 0, \"Title\": \"Alien\"}\n");
        }
        Path two = write("2.csv", "1,1966\n");
        try (RowsOfFiles rows = rows(films, two)) {
            assertThatThrownBy(rows::check)
                    .hasMessageContaining("has 2 columns, and nothing names them");
        }
    }

    @Test
    void standardInputIsLookedAtWithoutLosingAByte() throws Exception {
        StringBuilder text = new StringBuilder("id,word\n");
        for (int i = 0; i < 300_000; i++) {
            text.append(i).append(",w").append(i).append('\n');
        }
        List<String> records = all(rows(HEADED, input(text.toString())));
        assertThat(records).hasSize(300_000);
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i)).isEqualTo("[" + i + ", \"w" + i + "\"]");
        }
    }

    @Test
    void aRowThatTheSampleCutsDoesNotDecideAType() throws Exception {
        String filled = "a\n" + "1234567\n".repeat((1 << 17) - 1) + "1234\n";
        assertThat(filled).hasSize((1 << 20) - 1);
        assertThat(all(rows(HEADED, input(filled + "-5\n"))).getLast()).isEqualTo("[-5]");
    }

    @Test
    void aRowBehindTheSampleThatDoesNotFitIsABadOne() throws Exception {
        String filled = "a\n" + "1234567\n".repeat(1 << 17);
        try (RowsOfFiles rows = rows(HEADED, input(filled + "x\n2.5\n"))) {
            for (int i = 0; i < 1 << 17; i++) {
                assertThat(rows.next()).isPresent();
            }
            BadRow bad = catchThrowableOfType(BadRow.class, rows::next);
            assertThat(bad.reason())
                    .isEqualTo(
                            "a was found to be a whole number by the file's beginning, and this is not: \"x\"");
            assertThat(bad.hint()).contains("--types a:string");
            assertThat(rows.next().orElseThrow().data()).isEqualTo(bytes("[2.5]"));
        }
    }

    @Test
    void aSlowPipeWhoseColumnsAreDeclaredIsReadAsItComes() throws Exception {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        throw new AssertionError("nobody needs more");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) {
                        return read();
                    }
                };
        byte[] start = "a\n1\n2\n".getBytes(StandardCharsets.UTF_8);
        InputStream slow = new SequenceInputStream(new ByteArrayInputStream(start), endless);
        Typing typing = declared("a", "int");
        try (RowsOfFiles rows = rows(reading(new Heading.FirstRow(), typing), slow)) {
            assertThat(rows.next().orElseThrow().data()).isEqualTo(bytes("[1]"));
        }
    }

    @Test
    void howFarItIsGoesByBytesOfAllFiles() throws Exception {
        Path plain = write("1.csv", "a\n" + "1\n".repeat(100_000));
        Path gzip = folder.resolve("2.csv.gz");
        byte[] noise = new byte[300_000];
        new Random(7).nextBytes(noise);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write(bytes("a\n"));
            for (byte b : noise) {
                out.write(bytes(b + "\n"));
            }
        }
        double total = Files.size(plain) + Files.size(gzip);
        try (RowsOfFiles rows = rows(HEADED, plain, gzip)) {
            assertThat(rows.fraction().orElseThrow()).isZero();
            double last = 0;
            for (int i = 0; i < 400_000; i++) {
                assertThat(rows.next()).isPresent();
                double now = rows.fraction().orElseThrow();
                assertThat(now).isBetween(last, 1.0);
                last = now;
                if (i == 100_000) {
                    assertThat(now)
                            .isBetween(Files.size(plain) / total, Files.size(plain) / total + 0.3);
                }
            }
            assertThat(rows.next()).isEmpty();
            assertThat(rows.fraction().orElseThrow()).isEqualTo(1);
        }
        assertThat(rows(HEADED, input("a\n1\n")).fraction()).isEmpty();
    }

    @Test
    void allRowsBeforeTheDamageAreRead() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Random random = new Random(7);
        List<String> expected = new ArrayList<>();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes("a\n"));
            for (int i = 0; i < 200_000; i++) {
                int number = random.nextInt(1_000_000_000);
                expected.add("[" + number + "]");
                out.write(bytes(number + "\n"));
            }
        }
        // Only the end is missing, so every row is still there.
        Path cut = folder.resolve("cut.csv.gz");
        Files.write(cut, Arrays.copyOf(packed.toByteArray(), packed.size() - 4));
        List<String> read = new ArrayList<>();
        assertThatThrownBy(() -> read(rows(HEADED, cut), read))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut.csv.gz is damaged or cut short")
                .hasMessageContaining("compressed bytes");
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void theRowsBeforeTheDamageHaveTheTypesThatTheyShow() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes("a\n1\n"));
        }
        Path cut = folder.resolve("cut.csv.gz");
        Files.write(cut, Arrays.copyOf(packed.toByteArray(), packed.size() - 4));
        List<String> read = new ArrayList<>();
        assertThatThrownBy(() -> read(rows(HEADED, cut), read)).isInstanceOf(IOException.class);
        assertThat(read).containsExactly("[1]");
        Path unclosed = write("unclosed.csv", "a\n1\n\"2\n");
        read.clear();
        assertThatThrownBy(() -> read(rows(HEADED, unclosed), read))
                .isInstanceOf(CommandFailure.class);
        assertThat(read).containsExactly("[1]");
    }

    @Test
    void whatIsSaidOfColumnsIsCheckedInEveryFileBeforehand() throws IOException {
        Path good = write("1.csv", "a,b\n1,2\n");
        Path bad = write("2.csv", "a,c\n1,2\n");
        RowsOfFiles typed = rows(reading(new Heading.FirstRow(), declared("b", "int")), good, bad);
        RowsOfFiles templated =
                rows(
                        new RowsOfFiles.Reading(
                                new Heading.FirstRow(),
                                Dialect.USUAL,
                                Typing.USUAL,
                                new RecordStyle(
                                        new RecordStyle.Shape.Templated(RecordTemplate.of("{{b}}")),
                                        RecordFormat.Delimiter.NONE)),
                        good,
                        bad);
        for (RowsOfFiles rows : List.of(typed, templated)) {
            CommandFailure failure = catchThrowableOfType(CommandFailure.class, rows::check);
            assertThat(failure.exitStatus()).isEqualTo(2);
            assertThat(failure).hasMessageContaining("\"b\", which " + bad + " does not have");
            assertThat(failure.nextStep()).contains("a, c");
        }
    }

    @Test
    void filesThatNobodyNamesTheColumnsOfHaveThreeOrAreRefused() throws Exception {
        Path films = write("films.csv", "1,NULL,1984\n2,1999,NULL\n");
        assertThat(all(rows(reading(new Heading.Assumed(), Typing.USUAL), films)))
                .containsExactly("[1, 0, \"1984\"]", "[2, 1999, \"NULL\"]");
        Path four = write("four.csv", "1,2,3,4\n");
        RowsOfFiles rows = rows(reading(new Heading.Assumed(), Typing.USUAL), films, four);
        assertThatThrownBy(rows::check)
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("four.csv has 4 columns, and nothing names them");
        Path other = write("other.csv", "id;año\n7;1999\n");
        RowsOfFiles apart = rows(reading(new Heading.Assumed(), Typing.USUAL), other);
        CommandFailure failure = catchThrowableOfType(CommandFailure.class, apart::check);
        assertThat(failure).hasMessageContaining("other.csv has 1 column, and nothing names it");
        assertThat(failure.nextStep()).contains("\"id;año\"", "--separator ';'");
    }

    @Test
    void aHeaderThatOtherCharactersPartIsRefusedUnlessTheSeparatorIsNamed() throws Exception {
        Path other = write("other.csv", "a;b\n1;2\n");
        RowsOfFiles apart = rows(reading(new Heading.FirstRow(), Typing.USUAL), other);
        CommandFailure failure = catchThrowableOfType(CommandFailure.class, apart::check);
        assertThat(failure).hasMessageContaining("other.csv seems to have one column only");
        assertThat(failure.nextStep()).contains("--separator ';'", "--separator ,");
        assertThat(all(rows(reading(new Heading.FirstRow(true), Typing.USUAL), other)))
                .containsExactly("[\"1;2\"]");
    }

    @Test
    void theFilmsTypesCanBeDeclaredOtherwise() throws Exception {
        Path films = write("films.csv", "1,NULL,1984\n");
        RowsOfFiles.Reading reading =
                reading(new Heading.Assumed(), declared("YearOfRelease", "int?"));
        assertThat(all(rows(reading, films))).containsExactly("[1, null, \"1984\"]");
    }

    @Test
    void aHeaderThatCannotBeReadEndsTheFile() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "Título,a\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> rows(HEADED, file).next())
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("does not name the columns");
    }

    @Test
    void anEmptyFileHasNoRowsAndOthersFollow() throws Exception {
        assertThat(
                        all(
                                rows(
                                        HEADED,
                                        write("1.csv", ""),
                                        write("2.csv", "a\n"),
                                        write("3.csv", "a\n1\n"))))
                .containsExactly("[1]");
    }

    @Test
    void utf16WithoutAMarkIsReadInEitherOrderAndUtf32ByItsMark() throws Exception {
        Dialect utf16 = Dialect.usualIn(StandardCharsets.UTF_16);
        RowsOfFiles.Reading reading =
                new RowsOfFiles.Reading(new Heading.FirstRow(), utf16, Typing.USUAL, ARRAYS);
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Path file = folder.resolve(charset.name());
            Files.write(file, "id,name\n1,Ñandú\n".getBytes(charset));
            assertThat(all(rows(reading, file))).containsExactly("[1, \"Ñandú\"]");
        }
        for (Charset charset : List.of(StandardCharsets.UTF_32LE, StandardCharsets.UTF_32BE)) {
            Path file = folder.resolve(charset.name());
            Files.write(file, "\uFEFFid,name\n1,Ñandú\n".getBytes(charset));
            assertThat(all(rows(HEADED, file))).containsExactly("[1, \"Ñandú\"]");
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Typing declared(String column, String type) {
        return new Typing(
                Map.of(column, Typing.Declared.of(type).orElseThrow()),
                Map.of(),
                MissingTexts.USUAL);
    }

    private static RowsOfFiles.Reading reading(Heading heading, Typing typing) {
        return new RowsOfFiles.Reading(heading, Dialect.USUAL, typing, ARRAYS);
    }

    private static RowsOfFiles rows(RowsOfFiles.Reading reading, Path... files) throws IOException {
        List<String> names = Arrays.stream(files).map(Path::toString).toList();
        InputFinder finder = new InputFinder(InputStream.nullInputStream(), Optional.empty());
        return new RowsOfFiles(finder.find(names), reading);
    }

    private static RowsOfFiles rows(RowsOfFiles.Reading reading, InputStream input)
            throws IOException {
        InputFinder finder = new InputFinder(input, Optional.empty());
        return new RowsOfFiles(finder.find(List.of("-")), reading);
    }

    private static InputStream input(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> all(RowsOfFiles rows) throws IOException, BadRow {
        List<String> records = new ArrayList<>();
        read(rows, records);
        return records;
    }

    private static void read(RowsOfFiles rows, List<String> records) throws IOException, BadRow {
        try (rows) {
            for (Optional<OutgoingRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                records.add(new String(row.get().data(), StandardCharsets.UTF_8));
            }
        }
    }
}
