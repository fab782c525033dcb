package io.hydrant.columnar.reading;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Reads a file of Parquet or ORC, whoever wrote it, and writes its rows as lines of JSON: one
/// object a row, a member for each column in the file's order, as [JsonValues] says. Of the source
/// only what the rows need is read, bit by bit; memory is bounded by the room that is given,
/// however large the file is. Used by one thread.
public final class ColumnarReader implements Closeable {
    private static final JsonFactory JSON =
            JsonFactory.builder().rootValueSeparator((String) null).build();

    private final WatchedSource source;
    private final RowLines lines;
    private final JsonGenerator json;
    private final FileRows rows;

    private ColumnarReader(
            WatchedSource source, RowLines lines, JsonGenerator json, FileRows rows) {
        this.source = source;
        this.lines = lines;
        this.json = json;
        this.rows = rows;
    }

    /// @param out where the rows go; it is left open
    /// @param roomBytes how much of the heap the file may take at once, beside a few megabytes
    /// @throws UnreadableFileException when the file is damaged, or is not read
    public static ColumnarReader open(
            ColumnarKind format, RangedSource source, OutputStream out, long roomBytes)
            throws IOException {
        Room room = new Room(roomBytes);
        WatchedSource watched = new WatchedSource(source);
        FileRows rows =
                watched.guarded(() ->
                        switch (format) {
                            case PARQUET -> ParquetFile.open(watched, room);
                            case ORC -> OrcRows.open(watched, room);
                        });
        RowLines lines = new RowLines(out);
        return new ColumnarReader(
                watched, lines, JSON.createGenerator(ObjectWriteContext.empty(), lines), rows);
    }

    /// The names of the columns, in the file's order.
    public List<String> columns() {
        return rows.columns();
    }

    /// Writes the next row as a line.
    ///
    /// @return false after the last
    /// @throws UnreadableFileException when the file is damaged, or is not read
    public boolean next() throws IOException {
        boolean found = source.guarded(() -> rows.next(json));
        if (found) {
            json.flush();
            lines.endRow();
        }
        return found;
    }

    /// Hands over the rows that were written and are still here.
    public void handOver() throws IOException {
        lines.handOver();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
