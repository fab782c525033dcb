package io.hydrant.cli.table;

import io.hydrant.cli.program.CommandFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the caller says about the types of columns. What is left unsaid is found by looking at the
/// file.
public final class Typing {
    /// Nothing is said.
    public static final Typing USUAL = new Typing(Map.of(), Map.of(), MissingTexts.USUAL);

    /// The requirement's columns, by these names and in this order, are read as it wants them: a
    /// missing year is 0, a title is kept as it is.
    private static final List<String> NAMES_OF_FILMS = List.of("MovieID", "YearOfRelease", "Title");

    private static final Map<String, Declared> FILMS =
            Map.of(
                    "MovieID", new Declared(ColumnType.INTEGER, new Absence.Refused()),
                    "YearOfRelease", new Declared(ColumnType.INTEGER, new Absence.Instead("0")),
                    "Title", new Declared(ColumnType.TEXT, new Absence.Kept()));

    /// Who finds the types of columns that nobody declared.
    public interface TypeSource {
        List<ColumnType> types(int columns, MissingTexts missing);
    }

    /// One column's type.
    public record Declared(ColumnType type, Absence absence) {

        /// Reads `int`, `decimal`, `bool`, `string`, each with `?` where missing values become
        /// null.
        public static Optional<Declared> of(String text) {
            boolean nullable = text.endsWith("?");
            String word = nullable ? text.substring(0, text.length() - 1) : text;
            for (ColumnType type : ColumnType.values()) {
                if (type.word().equals(word)) {
                    return Optional.of(new Declared(type, absence(type, nullable)));
                }
            }
            return Optional.empty();
        }

        private static Absence absence(ColumnType type, boolean nullable) {
            if (nullable) {
                return new Absence.Null();
            }
            return type == ColumnType.TEXT ? new Absence.Kept() : new Absence.Refused();
        }
    }

    private final Map<String, Declared> declared;
    private final Map<String, String> defaults;
    private final MissingTexts missing;

    public Typing(
            Map<String, Declared> declared, Map<String, String> defaults, MissingTexts missing) {
        this.declared = Map.copyOf(declared);
        this.defaults = Map.copyOf(defaults);
        this.missing = missing;
    }

    public static List<String> namesOfFilms() {
        return NAMES_OF_FILMS;
    }

    /// Refuses what is said about columns that are not there.
    public void check(String source, List<String> names) {
        for (String name : declared.keySet()) {
            checkName("--types", name, source, names);
        }
        for (String name : defaults.keySet()) {
            checkName("--default", name, source, names);
        }
    }

    private static void checkName(String option, String name, String source, List<String> names) {
        if (!names.contains(name)) {
            throw CommandFailure.wrongUsage(
                    "%s names the column \"%s\", which %s does not have."
                            .formatted(option, name, source),
                    "Its columns are " + String.join(", ", names) + ".");
        }
    }

    /// Whether the file must be looked at.
    boolean leavesOpen(List<String> names) {
        return !declaredFor(names).keySet().containsAll(names);
    }

    /// The columns, those that are left open by what the rows of a sample look like.
    ///
    /// @param sample not used when nothing is left open
    public Columns columns(List<String> names, TypeSource sample) {
        Map<String, Declared> known = declaredFor(names);
        List<ColumnType> guessed =
                leavesOpen(names) ? sample.types(names.size(), missing) : List.of();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Declared told = known.get(names.get(i));
            columns.add(
                    withDefault(
                            told == null
                                    ? new Column(
                                            names.get(i), guessed.get(i), new Absence.Null(), true)
                                    : new Column(
                                            names.get(i), told.type(), told.absence(), false)));
        }
        return new Columns(columns, missing);
    }

    /// The columns of a file that cannot be looked through beforehand: what is not declared is
    /// text, and null where it is missing.
    public Columns columnsWithoutLooking(List<String> names) {
        return columns(names, (count, _) -> Collections.nCopies(count, ColumnType.TEXT));
    }

    private Column withDefault(Column column) {
        String value = defaults.get(column.name());
        if (value == null) {
            return column;
        }
        if (!column.type().tell(value, Cells.NOBODY)) {
            throw CommandFailure.wrongUsage(
                    "--default %s=%s is not %s, as the column is%s."
                            .formatted(
                                    column.name(),
                                    value,
                                    column.type().description(),
                                    column.guessed() ? " by the file's beginning" : ""),
                    "--types %s:string takes its fields as text.".formatted(column.name()));
        }
        return new Column(
                column.name(), column.type(), new Absence.Instead(value), column.guessed());
    }

    private Map<String, Declared> declaredFor(List<String> names) {
        if (!names.equals(NAMES_OF_FILMS)) {
            return declared;
        }
        Map<String, Declared> all = new HashMap<>(FILMS);
        all.putAll(declared);
        return all;
    }
}
