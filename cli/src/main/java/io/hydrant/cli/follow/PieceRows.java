package io.hydrant.cli.follow;

import io.hydrant.cli.send.Outgoing;
import io.hydrant.cli.send.RowSource;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Dialect;
import io.hydrant.cli.table.RecordFormat;
import io.hydrant.cli.table.Row;
import io.hydrant.cli.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/// The rows of a piece of a file, with their lines in the file.
final class PieceRows implements RowSource {
    private final Table table;
    private final RecordFormat format;
    private final long linesBefore;
    private boolean skipsHeading;

    /// @param hasHeading whether the first row only names the columns
    PieceRows(
            String file,
            FollowedFile.Rows rows,
            long linesBefore,
            Dialect dialect,
            int columns,
            RecordFormat format,
            boolean hasHeading)
            throws IOException {
        this.table = new Table(file, new ByteArrayInputStream(rows.bytes()), dialect);
        table.hasColumns(columns);
        this.format = format;
        this.linesBefore = linesBefore;
        this.skipsHeading = hasHeading;
    }

    @Override
    public Optional<Outgoing> next() throws IOException, BadRow {
        Optional<Row> row = read();
        if (skipsHeading && row.isPresent()) {
            skipsHeading = false;
            row = read();
        }
        if (row.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Outgoing(row.get(), format.encode(row.get())));
    }

    private Optional<Row> read() throws IOException, BadRow {
        try {
            return table.next()
                    .map(row -> new Row(row.source(), row.line() + linesBefore, row.fields()));
        } catch (BadRow bad) {
            throw bad.behind(linesBefore);
        }
    }
}
