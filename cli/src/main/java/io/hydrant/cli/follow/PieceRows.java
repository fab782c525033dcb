package io.hydrant.cli.follow;

import io.hydrant.cli.send.OutgoingRow;
import io.hydrant.cli.send.RowSource;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Dialect;
import io.hydrant.cli.table.NotCsvException;
import io.hydrant.cli.table.RecordFormat;
import io.hydrant.cli.table.Row;
import io.hydrant.cli.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The rows of a piece of a file, with their lines in the file. A row that is no CSV is a bad row
/// like others: rows of a file that is followed end with their line, unless a quote is open.
final class PieceRows implements RowSource {
    private final String file;
    private final byte[] bytes;
    private final Dialect dialect;
    private final RowEnds rowEnds;
    private final int columns;
    private final RecordFormat format;
    private Table table;

    /// Where the table begins in the bytes, and how many of the file's lines are before it.
    private int begin;

    private long linesBefore;

    /// Where the row begins that was read last, in lines of the table; 0 before the first.
    private long lastLine;

    private boolean skipsHeading;

    /// @param hasHeading whether the first row only names the columns
    PieceRows(
            String file,
            FollowedFile.Rows rows,
            long linesBefore,
            Dialect dialect,
            RowEnds rowEnds,
            int columns,
            RecordFormat format,
            boolean hasHeading)
            throws IOException {
        this.file = file;
        this.bytes = rows.bytes();
        this.dialect = dialect;
        this.rowEnds = rowEnds;
        this.columns = columns;
        this.format = format;
        this.linesBefore = linesBefore;
        this.skipsHeading = hasHeading;
        this.table = tableFrom(0);
    }

    private Table tableFrom(int offset) throws IOException {
        Table opened =
                new Table(
                        file,
                        new ByteArrayInputStream(bytes, offset, bytes.length - offset),
                        dialect);
        opened.hasColumns(columns);
        return opened;
    }

    @Override
    public Optional<OutgoingRow> next() throws IOException, BadRow {
        Optional<Row> row = read();
        if (skipsHeading && row.isPresent()) {
            skipsHeading = false;
            row = read();
        }
        if (row.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new OutgoingRow(row.get(), format.encode(row.get())));
    }

    private Optional<Row> read() throws IOException, BadRow {
        try {
            Optional<Row> row = table.next();
            lastLine = row.map(Row::line).orElse(lastLine);
            return row.map(
                    found -> new Row(found.source(), found.line() + linesBefore, found.fields()));
        } catch (BadRow bad) {
            lastLine = bad.line();
            throw bad.behind(linesBefore);
        } catch (NotCsvException unreadable) {
            throw passed(unreadable);
        }
    }

    /// Goes on behind the row that could not be read.
    private BadRow passed(NotCsvException unreadable) throws IOException {
        int from = begin;
        long line = 1;
        int end = rowEnds.endOfRow(bytes, from);
        while (end < bytes.length && (line <= lastLine || isBlank(from, end))) {
            line += lines(from, end);
            from = end;
            end = rowEnds.endOfRow(bytes, from);
        }
        String text = new String(bytes, from, end - from, dialect.charset()).stripTrailing();
        BadRow bad =
                new BadRow(
                        new Row(file, linesBefore + line, List.of(text)),
                        "it is not CSV: " + unreadable.reason(),
                        "A quote within a quoted field is written twice; --quote none reads quotes as any other character.");
        linesBefore += line - 1 + lines(from, end);
        begin = end;
        lastLine = 0;
        table.close();
        table = tableFrom(end);
        return bad;
    }

    /// As [Table] passes them over.
    private boolean isBlank(int from, int end) {
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return false;
            }
        }
        return true;
    }

    private long lines(int from, int end) {
        long lines = 0;
        for (int i = from; i < end; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }
}
