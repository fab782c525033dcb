package io.hydrant.cli.send;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.ColumnNames;
import io.hydrant.cli.table.OtherSeparator;
import io.hydrant.cli.table.Row;
import io.hydrant.cli.table.Table;
import io.hydrant.cli.table.Typing;
import io.hydrant.cli.terminal.Figures;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Where a table's column names come from.
public sealed interface Heading {

    /// The caller named them.
    record Given(List<String> names) implements Heading {}

    /// The file's first row names them.
    ///
    /// @param oneColumnIsMeant whether the caller named the separator, so that a row without one
    ///   has one column indeed
    record FirstRow(boolean oneColumnIsMeant) implements Heading {
        public FirstRow() {
            this(false);
        }
    }

    /// Nobody did: a file with three columns is taken for the requirement's.
    record Assumed() implements Heading {}

    /// The names of this table's columns, and the row that was read to find out when it is a row
    /// like the others.
    record Found(List<String> names, Optional<Row> firstRow) {}

    /// Empty when the table is.
    default Optional<Found> in(Table table) throws IOException, BadRow {
        return switch (this) {
            case Given(List<String> names) -> Optional.of(new Found(names, Optional.empty()));
            case FirstRow _ -> firstRow(table).map(this::namedBy);
            case Assumed _ -> assumedFirstRow(table).map(Heading::assumedFrom);
        };
    }

    /// Where the last column takes the rest, a row does not tell how many columns there are.
    private static Optional<Row> assumedFirstRow(Table table) throws IOException, BadRow {
        table.hasColumns(Typing.namesOfFilms().size());
        return table.next();
    }

    /// Without its names no row of the table can be read.
    private static Optional<Row> firstRow(Table table) throws IOException {
        try {
            return table.next();
        } catch (BadRow bad) {
            throw new CommandFailure(
                    "The first row of %s does not name the columns: %s."
                            .formatted(bad.source(), bad.reason()),
                    bad.hint());
        }
    }

    private Found namedBy(Row row) {
        if (this instanceof FirstRow(boolean oneColumnIsMeant) && !oneColumnIsMeant) {
            OtherSeparator.in(row.fields())
                    .ifPresent(hint -> {
                        throw CommandFailure.wrongUsage(
                                row.source() + " seems to have one column only.",
                                hint + " If it is one column: --separator ,");
                    });
        }
        return new Found(ColumnNames.of(row.fields()), Optional.empty());
    }

    private static Found assumedFrom(Row row) {
        if (row.fields().size() != Typing.namesOfFilms().size()) {
            throw CommandFailure.wrongUsage(
                    "%s has %s, and nothing names %s."
                            .formatted(
                                    row.source(),
                                    Figures.count(row.fields().size(), "column"),
                                    row.fields().size() == 1 ? "it" : "them"),
                    OtherSeparator.in(row.fields())
                            .orElse(
                                    "Name them with --columns A,B,C, or give --header when the first row does."
                                            + (row.fields().size() > Typing.namesOfFilms().size()
                                                    ? " Films whose titles hold commas that nobody quoted are read with --last-column-takes-rest."
                                                    : "")));
        }
        return new Found(Typing.namesOfFilms(), Optional.of(row));
    }
}
