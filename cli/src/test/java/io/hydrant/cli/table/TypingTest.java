package io.hydrant.cli.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.cli.program.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypingTest {
    private static final Typing.Declared INT = Typing.Declared.of("int").orElseThrow();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1, 007,-5, 5 | INTEGER
                    1,,NULL,nan  | INTEGER
                    18446744073709551615,1 | INTEGER
                    18446744073709551615,-1 | TEXT
                    18446744073709551616 | TEXT
                    1.5,18446744073709551616 | DECIMAL
                    1,.5,1.,1e5,+3 | DECIMAL
                    1.5,inf | TEXT
                    Infinity | TEXT
                    true,FALSE,,True | BOOLEAN
                    true,1 | TEXT
                    tRUE | TEXT
                    1984,Alien | TEXT
                    , | TEXT
                    ٣ | TEXT
                    1e | TEXT
                    . | TEXT
                    - | TEXT
                    1 2 | TEXT
                    """)
    void aColumnHasTheOneTypeThatAllItsFieldsHave(String fields, ColumnType type) {
        Guess guess = new Guess();
        for (String field : fields.split(",", -1)) {
            guess.see(field, MissingTexts.USUAL);
        }
        assertThat(guess.type()).isEqualTo(type);
    }

    @Test
    void aDecimalAmongWholeNumbersIsWrittenAsItIs() throws BadRow {
        Columns columns = guessed(ColumnType.INTEGER);
        assertThat(record(columns, "2.50")).isEqualTo("[2.50]");
        assertThat(record(columns, "-3")).isEqualTo("[-3]");
        assertThat(record(columns, "")).isEqualTo("[null]");
    }

    @Test
    void aRowThatDoesNotFitTheFoundTypeTellsItAndTheWayOut() {
        BadRow bad =
                catchThrowableOfType(
                        BadRow.class, () -> record(guessed(ColumnType.INTEGER), "n. a."));
        assertThat(bad.reason()).contains("a was found to be a whole number", "\"n. a.\"");
        assertThat(bad.hint()).contains("--types a:string");
        for (ColumnType type : List.of(ColumnType.DECIMAL, ColumnType.BOOLEAN)) {
            assertThatThrownBy(() -> record(guessed(type), "inf")).isInstanceOf(BadRow.class);
        }
        assertThatThrownBy(() -> record(guessed(ColumnType.INTEGER), "18446744073709551616"))
                .isInstanceOf(BadRow.class);
    }

    @Test
    void aDeclaredTypeIsKeptTo() throws BadRow {
        assertThat(record(declared("int"), " 007 ")).isEqualTo("[7]");
        assertThatThrownBy(() -> record(declared("int"), "1.5")).isInstanceOf(BadRow.class);
        assertThat(record(declared("decimal"), "1")).isEqualTo("[1]");
        assertThat(record(declared("bool"), "FALSE")).isEqualTo("[false]");
        assertThat(record(declared("string"), "007")).isEqualTo("[\"007\"]");
    }

    @Test
    void aMissingValueIsABadRowOrNullOrTheText() throws BadRow {
        for (String type : List.of("int", "decimal", "bool")) {
            BadRow bad = catchThrowableOfType(BadRow.class, () -> record(declared(type), "NULL"));
            assertThat(bad.reason()).isEqualTo("a is missing: \"NULL\"");
            assertThat(bad.hint()).contains("--types a:" + type + "?", "--default a=VALUE");
            assertThat(record(declared(type + "?"), "NULL")).isEqualTo("[null]");
            assertThat(record(declared(type + "?"), "  ")).isEqualTo("[null]");
        }
        assertThat(record(declared("string"), "NULL")).isEqualTo("[\"NULL\"]");
        assertThat(record(declared("string"), "")).isEqualTo("[\"\"]");
        assertThat(record(declared("string?"), "NULL")).isEqualTo("[null]");
    }

    @Test
    void aDefaultStandsForWhatIsMissing() throws BadRow {
        Typing typing = new Typing(Map.of("a", INT), Map.of("a", "7"), MissingTexts.USUAL);
        assertThat(record(typing.columns(List.of("a"), TypingTest::unasked), "NA"))
                .isEqualTo("[7]");
        Typing wrong = new Typing(Map.of("a", INT), Map.of("a", "x"), MissingTexts.USUAL);
        assertThatThrownBy(() -> wrong.columns(List.of("a"), TypingTest::unasked))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitStatus()).isEqualTo(2))
                .hasMessageContaining("--default a=x is not a whole number");
    }

    @Test
    void otherWordsForMissingReplaceTheUsualOnes() throws BadRow {
        Typing typing =
                new Typing(
                        Map.of("a", Typing.Declared.of("string?").orElseThrow()),
                        Map.of(),
                        new MissingTexts(List.of("-", "no data")));
        Columns columns = typing.columns(List.of("a"), TypingTest::unasked);
        assertThat(record(columns, "-")).isEqualTo("[null]");
        assertThat(record(columns, "no data")).isEqualTo("[null]");
        assertThat(record(columns, "NULL")).isEqualTo("[\"NULL\"]");
        assertThat(record(columns, "")).isEqualTo("[\"\"]");
    }

    @Test
    void whatIsSaidAboutAColumnThatIsNotThereIsWrongUsage() {
        for (Typing typing :
                List.of(
                        new Typing(Map.of("b", INT), Map.of(), MissingTexts.USUAL),
                        new Typing(Map.of(), Map.of("b", "1"), MissingTexts.USUAL))) {
            assertThatThrownBy(() -> typing.check("films.csv", List.of("a", "c")))
                    .isInstanceOfSatisfying(
                            CommandFailure.class,
                            failure -> {
                                assertThat(failure.exitStatus()).isEqualTo(2);
                                assertThat(failure.nextStep()).contains("a, c");
                            })
                    .hasMessageContaining("\"b\", which films.csv does not have");
        }
    }

    @Test
    void onlyTheTypesThatThereAreCanBeDeclared() {
        assertThat(Typing.Declared.of("float")).isEmpty();
        assertThat(Typing.Declared.of("")).isEmpty();
        assertThat(Typing.Declared.of("?")).isEmpty();
        assertThat(Typing.Declared.of("int??")).isEmpty();
    }

    private static Columns guessed(ColumnType type) {
        return Typing.USUAL.columns(List.of("a"), (_, _) -> List.of(type));
    }

    private static Columns declared(String type) {
        return new Typing(
                        Map.of("a", Typing.Declared.of(type).orElseThrow()),
                        Map.of(),
                        MissingTexts.USUAL)
                .columns(List.of("a"), TypingTest::unasked);
    }

    private static List<ColumnType> unasked(int columns, MissingTexts missing) {
        throw new AssertionError("every type is declared");
    }

    private static String record(Columns columns, String field) throws BadRow {
        RecordFormat format = JsonRecords.arrays(columns, RecordFormat.Delimiter.NONE);
        byte[] record = format.encode(new Row("a.csv", 2, List.of(field)));
        return new String(record, StandardCharsets.UTF_8);
    }
}
