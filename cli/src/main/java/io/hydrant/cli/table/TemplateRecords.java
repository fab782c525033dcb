package io.hydrant.cli.table;

/// A text of the caller's a row, in which the row's values stand.
public final class TemplateRecords implements RecordFormat {
    private final RecordTemplate template;
    private final int[] indexes;
    private final Columns columns;
    private final Delimiter delimiter;
    private final Utf8Buffer buffer = new Utf8Buffer();
    private final Cells plain = new PlainCells(buffer);
    private final Cells json = new JsonCells(buffer);

    /// @param template names columns that are there
    public TemplateRecords(RecordTemplate template, Columns columns, Delimiter delimiter) {
        this.template = template;
        this.indexes = template.indexesIn(columns.names());
        this.columns = columns;
        this.delimiter = delimiter;
    }

    @Override
    public byte[] encode(Row row) throws BadRow {
        columns.checkCount(row);
        buffer.clear();
        for (int i = 0; i < indexes.length; i++) {
            switch (template.parts().get(i)) {
                case RecordTemplate.Part.Text(String text) -> buffer.write(text);
                case RecordTemplate.Part.Value(String _, boolean asJson) ->
                        columns.tell(row, indexes[i], asJson ? json : plain);
            }
        }
        buffer.write(delimiter.text());
        return RecordFormat.finished(row, buffer);
    }
}
