package io.hydrant.cli.table;

import io.hydrant.cli.terminal.Figures;
import java.util.List;
import java.util.Optional;

/// The columns of a table, in order.
public final class Columns {
    private static final String UNQUOTED_HINT =
            "A field that holds a comma must stand in double quotes."
                    + " If only the last column holds such commas: --last-column-takes-rest.";

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
                    OtherSeparator.in(names()).orElse(fields > list.size() ? UNQUOTED_HINT : ""));
        }
    }

    /// Tells what one field of the row means.
    void tell(Row row, int index, Cells cells) throws BadRow {
        list.get(index).tell(row, row.fields().get(index), missing, cells);
    }
}
