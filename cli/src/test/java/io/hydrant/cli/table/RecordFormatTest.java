package io.hydrant.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.cli.program.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFormatTest {
    private static final Columns FILMS = columns(Map.of(), "MovieID", "YearOfRelease", "Title");

    @Test
    void aFilmLooksAsTheAssignmentsProgramWritesIt() throws BadRow {
        assertThat(film("1", "2003", "Dinosaur Planet"))
                .isEqualTo(
                        "{\"MovieID\": 1, \"YearOfRelease\": 2003, \"Title\": \"Dinosaur Planet\"}\n");
    }

    /// The console's ConsoleModulesTest has the same records.
    @Test
    void theConsolesDemoFilmsAreTheSameRecords() throws BadRow {
        assertThat(film("22", "1952", "¡Bienvenido, Mister Marshall!"))
                .isEqualTo(
                        "{\"MovieID\": 22, \"YearOfRelease\": 1952, \"Title\": \"¡Bienvenido, Mister Marshall!\"}\n");
        assertThat(film("94", "1999", "The Matrix (\"There is no spoon\")"))
                .isEqualTo(
                        "{\"MovieID\": 94, \"YearOfRelease\": 1999, \"Title\": \"The Matrix (\\\"There is no spoon\\\")\"}\n");
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
        assertThatThrownBy(() -> film("1", "1e-3", "x")).isInstanceOf(BadRow.class);
        assertThatThrownBy(() -> film("-", "1999", "x")).isInstanceOf(BadRow.class);
        assertThatThrownBy(() -> film("9".repeat(20), "1999", "x")).isInstanceOf(BadRow.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2003.0, 2003",
        "2003., 2003",
        "2.003e3, 2003",
        "' 2003.00 ', 2003",
        "-0.0, 0",
        "+7.0, 7",
        "18446744073709551615.0, 18446744073709551615"
    })
    void aWholeNumberMayBeSpelledAsADecimal(String field, String number) throws BadRow {
        assertThat(film("1", field, "x")).contains("\"YearOfRelease\": " + number + ",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "18446744073709551616.0",
                "1e20",
                "1e400",
                "1e999999999",
                "1e-999999999",
                "2003.5",
                "0.000001",
                "1e",
                "."
            })
    void aNumberThatIsNotWholeOrTooLargeIsABadRow(String field) {
        assertThatThrownBy(() -> film("1", field, "x")).isInstanceOf(BadRow.class);
    }

    @Test
    void aNumberThatJsonReadersCannotHoldIsToldAsSuch() {
        BadRow bad = catchThrowableOfType(BadRow.class, () -> film("1", "1e400", "x"));
        assertThat(bad.reason())
                .isEqualTo("YearOfRelease is a number that JSON's readers cannot hold: \"1e400\"");
        assertThat(bad.hint()).contains("--types YearOfRelease:string");
    }

    @Test
    void aRowWithAnUnquotedCommaIsRefused() {
        BadRow bad =
                catchThrowableOfType(
                        BadRow.class, () -> film("72", "1974", "At Home", " A Stranger"));
        assertThat(bad.reason()).isEqualTo("it has 4 fields where there are 3 columns");
        assertThat(bad.hint()).contains("double quotes", "--last-column-takes-rest");
    }

    @Test
    void aRowThatIsTooShortIsNotToldAboutCommas() {
        BadRow bad = catchThrowableOfType(BadRow.class, () -> film("72", "1974"));
        assertThat(bad.reason()).isEqualTo("it has 2 fields where there are 3 columns");
        assertThat(bad.hint()).isEmpty();
    }

    @Test
    void aSeparatorThatWasForgottenIsToldFromTheOnlyColumn() {
        RecordFormat one =
                JsonRecords.objects(
                        columns("id;precio;título:string"), RecordFormat.Delimiter.NEWLINE);
        BadRow bad = catchThrowableOfType(BadRow.class, () -> text(one, "7;12", "50;Amélie"));
        assertThat(bad.reason()).isEqualTo("it has 2 fields where there is 1 column");
        assertThat(bad.hint()).contains("--separator ';'");
    }

    @Test
    void anArrayHoldsTheValuesAlone() throws BadRow {
        RecordFormat arrays = JsonRecords.arrays(FILMS, RecordFormat.Delimiter.NEWLINE);
        assertThat(text(arrays, "1", "", "Amélie")).isEqualTo("[1, 0, \"Amélie\"]\n");
    }

    @Test
    void numbersAreSpelledAsJsonWantsThemAndMissingOnesAreNull() throws BadRow {
        Columns columns =
                columns(
                        "a:decimal?",
                        "b:decimal?",
                        "c:decimal?",
                        "d:decimal?",
                        "e:int?",
                        "f:bool?");
        RecordFormat json = JsonRecords.arrays(columns, RecordFormat.Delimiter.NONE);
        assertThat(text(json, "+5", ".5", "1.", "1e5", "007", "TRUE"))
                .isEqualTo("[5, 0.5, 1.0, 1e5, 7, true]");
        assertThat(text(json, "-.5E-3", "-007.50", " 1.5 ", "NA", "-0", "nan"))
                .isEqualTo("[-0.5E-3, -7.50, 1.5, null, 0, null]");
    }

    @Test
    void aTemplateIsWrittenAsItStandsAroundTheValues() throws BadRow {
        assertThat(
                        template(
                                "{{MovieID}}\\t{{ Title }}\\n{\"t\": {{Title:json}}}\\\\",
                                "1",
                                "",
                                "a \"b\""))
                .isEqualTo("1\ta \"b\"\n{\"t\": \"a \\\"b\\\"\"}\\");
        assertThat(template("only text")).isEqualTo("only text");
        assertThat(
                        template(
                                "{{a}}|{{a:json}}|{{b}}|{{b:json}}",
                                columns("a:int?", "b:bool"),
                                "",
                                "true"))
                .isEqualTo("|null|true|true");
    }

    @Test
    void aTemplateThatNamesNoColumnIsWrongUsage() {
        assertThatThrownBy(() -> RecordTemplate.of("{{Titel}}").check("films.csv", FILMS.names()))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> {
                            assertThat(failure.exitStatus()).isEqualTo(2);
                            assertThat(failure.nextStep())
                                    .contains("MovieID, YearOfRelease, Title");
                        })
                .hasMessageContaining("\"Titel\"");
        assertThatThrownBy(() -> RecordTemplate.of("a {{Title"))
                .hasMessageContaining("without closing");
    }

    @Test
    void csvIsQuotedWhereItMustBe() throws BadRow {
        RecordFormat csv = new CsvRecords(FILMS, RecordFormat.Delimiter.NEWLINE);
        assertThat(text(csv, "1", "NULL", "Paris, \"Texas\""))
                .isEqualTo("1,0,\"Paris, \"\"Texas\"\"\"\n");
        assertThat(text(csv, "2", "1999", "plain")).isEqualTo("2,1999,plain\n");
    }

    @Test
    void aRecordMayHaveExactlyTheLimitAndNotAByteMore() throws BadRow {
        Columns columns = columns("t:string");
        RecordFormat csv = new CsvRecords(columns, RecordFormat.Delimiter.NEWLINE);
        String longest = "x".repeat(RecordFormat.LARGEST_RECORD - 1);
        assertThat(csv.encode(row(longest))).hasSize(1_024_000);
        assertThatThrownBy(() -> csv.encode(row(longest + "x")))
                .isInstanceOf(BadRow.class)
                .hasMessageContaining("1024001 bytes; the limit is 1024000");
    }

    private static String template(String template, String... fields) throws BadRow {
        String[] row = fields.length == 0 ? new String[] {"1", "2", "x"} : fields;
        return template(template, FILMS, row);
    }

    private static String template(String template, Columns columns, String... fields)
            throws BadRow {
        return text(
                new TemplateRecords(
                        RecordTemplate.of(template), columns, RecordFormat.Delimiter.NONE),
                fields);
    }

    /// @param types as `name:type`
    private static Columns columns(String... types) {
        Map<String, Typing.Declared> declared = new LinkedHashMap<>();
        for (String type : types) {
            String[] parts = type.split(":", -1);
            declared.put(parts[0], Typing.Declared.of(parts[1]).orElseThrow());
        }
        return columns(declared, declared.keySet().toArray(String[]::new));
    }

    private static Columns columns(Map<String, Typing.Declared> declared, String... names) {
        return new Typing(declared, Map.of(), MissingTexts.USUAL)
                .columns(
                        List.of(names),
                        (_, _) -> {
                            throw new AssertionError("nothing is left open");
                        });
    }

    private static String film(String... fields) throws BadRow {
        return text(JsonRecords.objects(FILMS, RecordFormat.Delimiter.NEWLINE), fields);
    }

    private static String text(RecordFormat format, String... fields) throws BadRow {
        return new String(format.encode(row(fields)), StandardCharsets.UTF_8);
    }

    private static Row row(String... fields) {
        return new Row("films.csv", 1, List.of(fields));
    }
}
