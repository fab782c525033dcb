package io.hydrant.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.cli.program.CommandFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void quotedFieldsMayHoldCommasQuotesAndLineBreaks() throws Exception {
        assertThat(
                        rows(
                                "1,\"Hello, Dolly!\"\r\n2,\"He said \"\"no\"\"\"\r\n3,\"two\nlines\"\r\n4,end"))
                .extracting(Row::fields)
                .containsExactly(
                        List.of("1", "Hello, Dolly!"),
                        List.of("2", "He said \"no\""),
                        List.of("3", "two\nlines"),
                        List.of("4", "end"));
    }

    @Test
    void aRowKnowsTheLineThatItBeginsOn() throws Exception {
        assertThat(rows("a,\"1\n2\"\n\nb,3\n")).extracting(Row::line).containsExactly(1L, 4L);
    }

    @Test
    void bytesThatAreNotUtf8AreAFaultOfTheirRowAlone() throws Exception {
        byte[] bytes = "1,plain\n2,Caf\u00e9\n3,plain\n".getBytes(StandardCharsets.ISO_8859_1);
        try (Table table = table(bytes, StandardCharsets.UTF_8)) {
            assertThat(table.next()).isPresent();
            BadRow bad = catchThrowableOfType(BadRow.class, table::next);
            assertThat(bad.line()).isEqualTo(2);
            assertThat(bad.reason()).contains("not UTF-8", "Caf\uFFFD");
            assertThat(bad.hint()).contains("--encoding ISO-8859-1");
            assertThat(table.next().orElseThrow().fields()).containsExactly("3", "plain");
        }
    }

    @Test
    void aReplacementCharacterInTheFileIsNoFault() throws Exception {
        assertThat(rows("1,\uFFFD\n")).hasSize(1);
    }

    @Test
    void anotherEncodingIsReadWhenItIsNamed() throws Exception {
        byte[] bytes = "1,Caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        try (Table table = table(bytes, StandardCharsets.ISO_8859_1)) {
            assertThat(table.next().orElseThrow().fields()).containsExactly("1", "Café");
        }
    }

    @Test
    void aByteOrderMarkTellsTheEncodingAndIsNoPartOfTheFirstField() throws Exception {
        for (Charset charset :
                List.of(
                        StandardCharsets.UTF_8,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16BE)) {
            byte[] bytes = "\uFEFF1,Amélie\n".getBytes(charset);
            try (Table table = table(bytes, StandardCharsets.UTF_8)) {
                assertThat(table.next().orElseThrow().fields())
                        .as(charset.name())
                        .containsExactly("1", "Amélie");
            }
        }
    }

    @Test
    void aQuoteThatIsNeverClosedIsNamedByItsLine() throws IOException {
        try (Table table =
                table(
                        "1,a\n2,\"b\n3,c\n".getBytes(StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8)) {
            assertThatThrownBy(
                            () -> {
                                table.next();
                                table.next();
                            })
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("line 2");
        }
    }

    @Test
    void anEmptyFileHasNoRows() throws Exception {
        assertThat(rows("")).isEmpty();
        assertThat(rows("\n\n")).isEmpty();
    }

    private static List<Row> rows(String text) throws Exception {
        return rows(text.getBytes(StandardCharsets.UTF_8), Dialect.USUAL);
    }

    private static List<Row> rows(byte[] bytes, Dialect dialect) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (Table table = new Table("films.csv", new ByteArrayInputStream(bytes), dialect)) {
            for (Optional<Row> row = table.next(); row.isPresent(); row = table.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }

    @Test
    void noValidCharacterIsTakenForBrokenOrForAQuote() throws Exception {
        String text = "1,\ud83d\udc80,\ud83d\udc00\n2,\ud800\udc00x,\u0000\uffff\n";
        for (Optional<Character> quote : List.of(Optional.of('"'), Optional.<Character>empty())) {
            Dialect dialect = new Dialect(StandardCharsets.UTF_8, ',', quote, false);
            assertThat(rows(text.getBytes(StandardCharsets.UTF_8), dialect))
                    .extracting(Row::fields)
                    .containsExactly(
                            List.of("1", "\ud83d\udc80", "\ud83d\udc00"),
                            List.of("2", "\ud800\udc00x", "\u0000\uffff"));
        }
    }

    @Test
    void separatorAndQuoteAreWhatTheCallerSays() throws Exception {
        Dialect tabs = new Dialect(StandardCharsets.UTF_8, '\t', Optional.of('\''), false);
        assertThat(rows("a,b\t'c\t''d'\n".getBytes(StandardCharsets.UTF_8), tabs))
                .extracting(Row::fields)
                .containsExactly(List.of("a,b", "c\t'd"));
        Dialect bare = new Dialect(StandardCharsets.UTF_8, ';', Optional.empty(), false);
        assertThat(rows("\"a;b\"\n\"\n".getBytes(StandardCharsets.UTF_8), bare))
                .extracting(Row::fields)
                .containsExactly(List.of("\"a", "b\""), List.of("\""));
    }

    @Test
    void theLastColumnTakesTheRestAsItStands() throws Exception {
        Dialect dialect = new Dialect(StandardCharsets.UTF_8, ',', Optional.empty(), true);
        byte[] bytes = "1,a\r\n2,\"b\", c,,\n3\n4,,\n".getBytes(StandardCharsets.UTF_8);
        List<Row> rows = new ArrayList<>();
        try (Table table = new Table("films.csv", new ByteArrayInputStream(bytes), dialect)) {
            table.hasColumns(2);
            for (Optional<Row> row = table.next(); row.isPresent(); row = table.next()) {
                rows.add(row.get());
            }
        }
        assertThat(rows)
                .extracting(Row::fields)
                .containsExactly(
                        List.of("1", "a"),
                        List.of("2", "\"b\", c,,"),
                        List.of("3"),
                        List.of("4", ","));
    }

    @Test
    void encodingsAreReadWithAndWithoutAMark() throws Exception {
        for (String name :
                List.of(
                        "UTF-16",
                        "UTF-16LE",
                        "UTF-16BE",
                        "UTF-32",
                        "windows-1252",
                        "ISO-8859-15")) {
            Charset charset = Charset.forName(name);
            assertThat(rows("1,Amélie\n".getBytes(charset), Dialect.usualIn(charset)))
                    .as(name)
                    .extracting(Row::fields)
                    .containsExactly(List.of("1", "Amélie"));
        }
    }

    @Test
    void aFieldOfALargestRecordIsReadAndOneBeyondAllLimitsEndsTheFile() throws Exception {
        String quoted = "\"" + "\"\"".repeat(RecordFormat.LARGEST_RECORD) + "\"";
        assertThat(rows(quoted).getFirst().fields().getFirst())
                .hasSize(RecordFormat.LARGEST_RECORD);
        byte[] endless =
                ("1,a\n2,\"" + "x\n".repeat(Table.LARGEST_FIELD)).getBytes(StandardCharsets.UTF_8);
        try (Table table = table(endless, StandardCharsets.UTF_8)) {
            assertThat(table.next()).isPresent();
            assertThatThrownBy(table::next)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("line 2");
        }
    }

    @Test
    void aRowBeyondAllLimitsIsABadOneAndTheNextIsRead() throws Exception {
        for (String row :
                List.of(
                        ",".repeat(RowBuilder.MOST_FIELDS),
                        ("x".repeat(1_000_000) + ",").repeat(5))) {
            try (Table table =
                    table(
                            (row + "\nb\n").getBytes(StandardCharsets.UTF_8),
                            StandardCharsets.UTF_8)) {
                BadRow bad = catchThrowableOfType(BadRow.class, table::next);
                assertThat(bad.reason()).contains("100,000 fields");
                assertThat(table.next().orElseThrow().fields()).containsExactly("b");
            }
        }
    }

    private static Table table(byte[] bytes, Charset charset) throws IOException {
        return new Table("films.csv", new ByteArrayInputStream(bytes), Dialect.usualIn(charset));
    }
}
