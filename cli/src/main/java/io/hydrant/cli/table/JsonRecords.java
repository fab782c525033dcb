package io.hydrant.cli.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A JSON object a row, spaced as Python's `json.dumps` does it, which is the requirement's form; characters beyond ASCII
/// are kept as UTF-8:
///
///     {"MovieID": 1, "YearOfRelease": 2003, "Title": "Dinosaur Planet"}
public final class JsonRecords implements RecordFormat {
    private static final byte[] EMPTY_OBJECT = {'{'};
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final String HEX = "0123456789abcdef";

    private final Columns columns;
    private final Delimiter delimiter;

    /// What stands before each value: `{"MovieID": `, then `, "YearOfRelease": ` …
    private final List<byte[]> leads = new ArrayList<>();

    private final Utf8Buffer buffer = new Utf8Buffer();

    public JsonRecords(Columns columns, Delimiter delimiter) {
        this.columns = columns;
        this.delimiter = delimiter;
        for (String name : columns.names()) {
            Utf8Buffer lead = new Utf8Buffer();
            lead.write(leads.isEmpty() ? "{" : ", ");
            quote(name, lead);
            lead.write(": ");
            leads.add(lead.toBytes());
        }
    }

    @Override
    public byte[] encode(Row row) throws BadRow {
        List<Cell> cells = columns.read(row);
        buffer.clear();
        if (cells.isEmpty()) {
            buffer.write(EMPTY_OBJECT);
        }
        for (int i = 0; i < cells.size(); i++) {
            buffer.write(leads.get(i));
            write(cells.get(i));
        }
        buffer.write('}');
        buffer.write(delimiter.bytes());
        return RecordFormat.finished(row, buffer);
    }

    private void write(Cell cell) {
        switch (cell) {
            case Cell.Number number -> buffer.write(number.text());
            case Cell.Text text -> quote(text.text(), buffer);
            case Cell.Truth truth -> buffer.write(truth.value() ? TRUE : FALSE);
            case Cell.Missing _ -> buffer.write(NULL);
        }
    }

    private static void quote(String text, Utf8Buffer target) {
        target.write('"');
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                target.write(text.substring(written, i));
                escape(c, target);
                written = i + 1;
            }
        }
        target.write(written == 0 ? text : text.substring(written));
        target.write('"');
    }

    private static void escape(char c, Utf8Buffer target) {
        target.write('\\');
        switch (c) {
            case '"', '\\' -> target.write(c);
            case '\n' -> target.write('n');
            case '\r' -> target.write('r');
            case '\t' -> target.write('t');
            case '\b' -> target.write('b');
            case '\f' -> target.write('f');
            default -> {
                target.write("u00");
                target.write(HEX.charAt(c >> 4));
                target.write(HEX.charAt(c & 0xf));
            }
        }
    }
}
