package io.hydrant.cli.table;

import java.util.List;

/// A CSV line a row, by RFC 4180: a field is quoted when it holds a comma, a quote or a line break.
public final class CsvRecords implements RecordFormat {
    private final Columns columns;
    private final Delimiter delimiter;
    private final Utf8Buffer buffer = new Utf8Buffer();

    public CsvRecords(Columns columns, Delimiter delimiter) {
        this.columns = columns;
        this.delimiter = delimiter;
    }

    @Override
    public byte[] encode(Row row) throws BadRow {
        List<Cell> cells = columns.read(row);
        buffer.clear();
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                buffer.write(',');
            }
            write(cells.get(i));
        }
        buffer.write(delimiter.bytes());
        return RecordFormat.finished(row, buffer);
    }

    private void write(Cell cell) {
        switch (cell) {
            case Cell.Number number -> buffer.write(number.text());
            case Cell.Text text -> buffer.write(quotedWhereNeeded(text.text()));
            case Cell.Truth truth -> buffer.write(Boolean.toString(truth.value()));
            case Cell.Missing _ -> {}
        }
    }

    private static String quotedWhereNeeded(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
