package io.hydrant.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.cli.CommandFailure;
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
        List<Row> rows = new ArrayList<>();
        try (Table table = table(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)) {
            for (Optional<Row> row = table.next(); row.isPresent(); row = table.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }

    private static Table table(byte[] bytes, Charset charset) throws IOException {
        return new Table("films.csv", new ByteArrayInputStream(bytes), charset);
    }
}
