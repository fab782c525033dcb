package io.hydrant.cli.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The columns of a table, in order.
public record Columns(List<Column> list) {

    /// The requirement's file: no header, three fields a row.
    public static final Columns OF_FILMS =
            new Columns(
                    List.of(
                            new Column("MovieID", ColumnType.INTEGER),
                            new Column("YearOfRelease", ColumnType.INTEGER_OR_ZERO),
                            new Column("Title", ColumnType.TEXT)));

    private static final String UNQUOTED_HINT =
            "A field that holds a comma must stand in double quotes. --on-bad-row skip sends the other rows.";
    private static final String HEADER_HINT =
            "If the first row names the columns, give --header; other columns are named by --columns A,B,C.";

    public Columns {
        list = List.copyOf(list);
    }

    /// Columns by their names. The requirement's three are read as the requirement wants them,
    /// others by their looks.
    public static Columns named(List<String> names) {
        if (names.equals(OF_FILMS.names())) {
            return OF_FILMS;
        }
        return new Columns(
                names.stream().map(name -> new Column(name, ColumnType.BY_ITS_LOOKS)).toList());
    }

    public List<String> names() {
        return list.stream().map(Column::name).toList();
    }

    /// The name that occurs twice, if one does: JSON objects could not hold both.
    public static Optional<String> repeated(List<String> names) {
        return names.stream()
                .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
                .findFirst();
    }

    /// What the row's fields mean.
    List<Cell> read(Row row) throws BadRow {
        if (row.fields().size() != list.size()) {
            throw new BadRow(
                    row,
                    "it has "
                            + row.fields().size()
                            + " fields where there are "
                            + list.size()
                            + " columns",
                    UNQUOTED_HINT);
        }
        List<Cell> cells = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            cells.add(read(row, i));
        }
        return cells;
    }

    private Cell read(Row row, int index) throws BadRow {
        Column column = list.get(index);
        String field = row.fields().get(index);
        Optional<Cell> cell = column.type().read(field);
        if (cell.isEmpty()) {
            throw new BadRow(
                    row, column.name() + " is not a whole number: \"" + field + "\"", HEADER_HINT);
        }
        return cell.get();
    }
}
