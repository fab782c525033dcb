package io.hydrant.cli.table;

/// A CSV line a row, by RFC 4180: a field is quoted when it holds a comma, a quote or a line break.
public final class CsvRecords implements RecordFormat {
    private final Columns columns;
    private final Delimiter delimiter;
    private final Utf8Buffer buffer = new Utf8Buffer();
    private final Cells cells = new QuotedCells(buffer);

    public CsvRecords(Columns columns, Delimiter delimiter) {
        this.columns = columns;
        this.delimiter = delimiter;
    }

    @Override
    public byte[] encode(Row row) throws BadRow {
        columns.checkCount(row);
        buffer.clear();
        for (int i = 0; i < columns.count(); i++) {
            if (i > 0) {
                buffer.write(',');
            }
            columns.tell(row, i, cells);
        }
        buffer.write(delimiter.text());
        return RecordFormat.finished(row, buffer);
    }

    private record QuotedCells(Utf8Buffer buffer) implements Cells {
        @Override
        public void number(String json) {
            buffer.write(json);
        }

        @Override
        public void text(String text) {
            buffer.write(isPlain(text) ? text : '"' + text.replace("\"", "\"\"") + '"');
        }

        @Override
        public void truth(boolean value) {
            buffer.write(value ? "true" : "false");
        }

        @Override
        public void missing() {}

        private static boolean isPlain(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                    return false;
                }
            }
            return true;
        }
    }
}
