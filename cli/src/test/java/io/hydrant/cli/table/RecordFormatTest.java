package io.hydrant.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    @Test
    void aFilmLooksAsTheAssignmentsProgramWritesIt() throws BadRow {
        assertThat(film("1", "2003", "Dinosaur Planet"))
                .isEqualTo(
                        "{\"MovieID\": 1, \"YearOfRelease\": 2003, \"Title\": \"Dinosaur Planet\"}\n");
    }

    @Test
    void aMissingYearBecomesZero() throws BadRow {
        String expected = "{\"MovieID\": 7, \"YearOfRelease\": 0, \"Title\": \"Roti\"}\n";
        assertThat(film("7", "NULL", "Roti")).isEqualTo(expected);
        assertThat(film("7", "", "Roti")).isEqualTo(expected);
    }

    @Test
    void theTitleIsKeptAsItIs() throws BadRow {
        assertThat(film("1", "1949", "1984")).contains("\"Title\": \"1984\"");
        assertThat(film("1", "1949", "NULL")).contains("\"Title\": \"NULL\"");
        assertThat(film("1", "1949", " ¡Ay, Carmela! 기생충 🎬 "))
                .contains("\"Title\": \" ¡Ay, Carmela! 기생충 🎬 \"");
    }

    @Test
    void whatJsonReservesIsEscaped() throws BadRow {
        assertThat(film("1", "0", "\"a\" \\ b\n\t\r\b\f\u0001é"))
                .contains("\"\\\"a\\\" \\\\ b\\n\\t\\r\\b\\f\\u0001é\"");
    }

    @Test
    void numbersLoseTheirLeadingZeros() throws BadRow {
        assertThat(film("007", "01999", "x"))
                .startsWith("{\"MovieID\": 7, \"YearOfRelease\": 1999,");
        assertThat(film("0", "-5", "x")).startsWith("{\"MovieID\": 0, \"YearOfRelease\": -5,");
    }

    @Test
    void aFieldThatIsNoNumberIsNamed() {
        BadRow bad = catchThrowableOfType(BadRow.class, () -> film("MovieID", "Year", "Title"));
        assertThat(bad.reason()).isEqualTo("MovieID is not a whole number: \"MovieID\"");
        assertThat(bad.hint()).contains("--header");
        assertThatThrownBy(() -> film("1", "1999.5", "x")).isInstanceOf(BadRow.class);
        assertThatThrownBy(() -> film("1", "1e3", "x")).isInstanceOf(BadRow.class);
        assertThatThrownBy(() -> film("-", "1999", "x")).isInstanceOf(BadRow.class);
        assertThatThrownBy(() -> film("9".repeat(19), "1999", "x")).isInstanceOf(BadRow.class);
    }

    @Test
    void aRowWithAnUnquotedCommaIsRefused() {
        BadRow bad =
                catchThrowableOfType(
                        BadRow.class, () -> film("72", "1974", "At Home", " A Stranger"));
        assertThat(bad.reason()).isEqualTo("it has 4 fields where there are 3 columns");
        assertThat(bad.hint()).contains("double quotes", "--on-bad-row skip");
    }

    @Test
    void fieldsOfOtherColumnsAreTakenByTheirLooks() throws BadRow {
        Columns columns = Columns.named(List.of("a", "b", "c", "d", "e", "f", "g", "h"));
        RecordFormat json = new JsonRecords(columns, RecordFormat.Delimiter.NONE);
        assertThat(text(json, "1", "-0.50", "007", "True", "", "NULL", "1.", "+1"))
                .isEqualTo(
                        "{\"a\": 1, \"b\": -0.50, \"c\": \"007\", \"d\": true, \"e\": null, \"f\": null, \"g\": \"1.\", \"h\": \"+1\"}");
    }

    @Test
    void csvIsQuotedWhereItMustBe() throws BadRow {
        RecordFormat csv = new CsvRecords(Columns.OF_FILMS, RecordFormat.Delimiter.NEWLINE);
        assertThat(text(csv, "1", "NULL", "Paris, \"Texas\""))
                .isEqualTo("1,0,\"Paris, \"\"Texas\"\"\"\n");
        assertThat(text(csv, "2", "1999", "plain")).isEqualTo("2,1999,plain\n");
    }

    @Test
    void aRecordMayHaveExactlyTheLimitAndNotAByteMore() throws BadRow {
        Columns columns = Columns.named(List.of("t"));
        RecordFormat csv = new CsvRecords(columns, RecordFormat.Delimiter.NEWLINE);
        String longest = "x".repeat(RecordFormat.LARGEST_RECORD - 1);
        assertThat(csv.encode(row(longest))).hasSize(1_024_000);
        assertThatThrownBy(() -> csv.encode(row(longest + "x")))
                .isInstanceOf(BadRow.class)
                .hasMessageContaining("1024001 bytes; the limit is 1024000");
    }

    private static String film(String... fields) throws BadRow {
        return text(new JsonRecords(Columns.OF_FILMS, RecordFormat.Delimiter.NEWLINE), fields);
    }

    private static String text(RecordFormat format, String... fields) throws BadRow {
        return new String(format.encode(row(fields)), StandardCharsets.UTF_8);
    }

    private static Row row(String... fields) {
        return new Row("films.csv", 1, List.of(fields));
    }
}
