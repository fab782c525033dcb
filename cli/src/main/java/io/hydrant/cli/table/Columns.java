package io.hydrant.cli.table;

import io.hydrant.cli.terminal.Figures;
import java.util.List;
import java.util.Optional;

/// The columns of a table, in order.
public final class Columns {
    private static final String UNQUOTED_HINT =
            "A field that holds a comma must stand in double quotes."
                    + " If only the last column holds such commas: --last-column-takes-rest.";

    /// What other tables have between columns, and how a shell is given it.
    private record Separator(String character, String asOption) {}

    private static final List<Separator> OTHER_SEPARATORS =
            List.of(
                    new Separator(";", "';'"),
                    new Separator("\t", "tab"),
                    new Separator("|", "'|'"));

    private final List<Column> list;
    private final MissingTexts missing;

    Columns(List<Column> list, MissingTexts missing) {
        this.list = List.copyOf(list);
        this.missing = missing;
    }

    List<String> names() {
        return list.stream().map(Column::name).toList();
    }

    int count() {
        return list.size();
    }

    /// The name that occurs twice, if one does: JSON objects could not hold both.
    public static Optional<String> repeated(List<String> names) {
        return names.stream()
                .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
                .findFirst();
    }

    void checkCount(Row row) throws BadRow {
        int fields = row.fields().size();
        if (fields != list.size()) {
            throw new BadRow(
                    row,
                    "it has "
                            + Figures.count(fields, "field")
                            + " where there "
                            + (list.size() == 1 ? "is " : "are ")
                            + Figures.count(list.size(), "column"),
                    otherSeparator().orElse(fields > list.size() ? UNQUOTED_HINT : ""));
        }
    }

    /// What to do when the columns look like one whose name holds them all.
    private Optional<String> otherSeparator() {
        String name = list.size() == 1 ? list.getFirst().name() : "";
        return OTHER_SEPARATORS.stream()
                .filter(separator -> name.contains(separator.character()))
                .findFirst()
                .map(separator ->
                        "The only column is called \""
                                + name
                                + "\". Are its columns apart by something else than a comma? --separator "
                                + separator.asOption());
    }

    /// Tells what one field of the row means.
    void tell(Row row, int index, Cells cells) throws BadRow {
        list.get(index).tell(row, row.fields().get(index), missing, cells);
    }
}
