package io.hydrant.cli.table;

import java.nio.charset.StandardCharsets;

/// JSON, an object or an array a row, spaced as Python's `json.dumps` does it, which is the
/// requirement's form; characters beyond ASCII are kept as UTF-8:
///
///     {"MovieID": 1, "YearOfRelease": 2003, "Title": "Dinosaur Planet"}
///     [1, 2003, "Dinosaur Planet"]
public final class JsonRecords implements RecordFormat {
    private final Columns columns;

    /// What stands before each value: `{"MovieID": `, then `, "YearOfRelease": ` …
    private final byte[][] leads;

    private final byte[] end;
    private final Utf8Buffer buffer = new Utf8Buffer();
    private final Cells cells = new JsonCells(buffer);

    private JsonRecords(Columns columns, byte[][] leads, String end, Delimiter delimiter) {
        this.columns = columns;
        this.leads = leads;
        this.end = (end + delimiter.text()).getBytes(StandardCharsets.UTF_8);
    }

    public static JsonRecords objects(Columns columns, Delimiter delimiter) {
        byte[][] leads = new byte[columns.count()][];
        for (int i = 0; i < leads.length; i++) {
            Utf8Buffer lead = new Utf8Buffer();
            lead.write(i == 0 ? "{" : ", ");
            lead.writeJson(columns.names().get(i));
            lead.write(": ");
            leads[i] = lead.toBytes();
        }
        return new JsonRecords(columns, leads, "}", delimiter);
    }

    public static JsonRecords arrays(Columns columns, Delimiter delimiter) {
        byte[][] leads = new byte[columns.count()][];
        for (int i = 0; i < leads.length; i++) {
            leads[i] = (i == 0 ? "[" : ", ").getBytes(StandardCharsets.UTF_8);
        }
        return new JsonRecords(columns, leads, "]", delimiter);
    }

    @Override
    public byte[] encode(Row row) throws BadRow {
        columns.checkCount(row);
        buffer.clear();
        for (int i = 0; i < leads.length; i++) {
            buffer.write(leads[i]);
            columns.tell(row, i, cells);
        }
        buffer.write(end);
        return RecordFormat.finished(row, buffer);
    }
}
