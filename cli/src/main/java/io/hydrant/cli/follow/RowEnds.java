package io.hydrant.cli.follow;

import io.hydrant.cli.table.Dialect;

/// Finds where rows end in bytes, without reading their fields: at a line feed that is in no quoted
/// field. For encodings whose first 128 characters are those of ASCII, with a separator and a quote
/// among them.
final class RowEnds {
    private final int separator;

    /// Negative when nothing is quoted.
    private final int quote;

    RowEnds(Dialect dialect) {
        this.separator = dialect.separator();
        this.quote = dialect.quote().map(character -> (int) character).orElse(-1);
    }

    /// Rows that are whole, and where the last of them ends.
    record Found(int rows, int end) {}

    /// Looks at the first `length` bytes, which begin with a row, up to so many rows.
    Found in(byte[] bytes, int length, int mostRows) {
        return in(bytes, 0, length, mostRows);
    }

    /// Where the row ends that begins at `from`; at the end of all when nothing ends it.
    int endOfRow(byte[] bytes, int from) {
        Found found = in(bytes, from, bytes.length, 1);
        return found.rows() == 0 ? bytes.length : found.end();
    }

    private Found in(byte[] bytes, int from, int length, int mostRows) {
        int rows = 0;
        int end = from;
        boolean fieldBegins = true;
        boolean isQuoted = false;
        boolean justClosed = false;
        for (int i = from; i < length && rows < mostRows; i++) {
            int b = bytes[i] & 0xff;
            boolean closedBefore = justClosed;
            justClosed = false;
            if (isQuoted) {
                isQuoted = b != quote;
                justClosed = !isQuoted;
            } else if (b == quote && (fieldBegins || closedBefore)) {
                isQuoted = true; // the field's first, or the second of two within it
                fieldBegins = false;
            } else if (b == '\n') {
                rows++;
                end = i + 1;
                fieldBegins = true;
            } else {
                fieldBegins = b == separator;
            }
        }
        return new Found(rows, end);
    }
}
