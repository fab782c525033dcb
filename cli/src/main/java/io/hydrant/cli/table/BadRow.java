package io.hydrant.cli.table;

import java.util.List;

/// A row that cannot become a record: where it is and why. The rows after it can still be read.
public final class BadRow extends Exception {
    private final transient Row row;
    private final String hint;

    public BadRow(Row row, String reason, String hint) {
        super(reason, null, false, false);
        this.row = row;
        this.hint = hint;
    }

    /// The same, for a row that was read as if no lines were before it.
    public BadRow behind(long lines) {
        return new BadRow(new Row(row.source(), row.line() + lines, row.fields()), reason(), hint);
    }

    public String source() {
        return row.source();
    }

    public long line() {
        return row.line();
    }

    public List<String> fields() {
        return row.fields();
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /// What may help when many rows are like this one.
    public String hint() {
        return hint;
    }
}
