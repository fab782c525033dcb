package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Columns;
import io.hydrant.cli.table.RecordFormat;
import io.hydrant.cli.table.Row;
import io.hydrant.cli.table.Table;
import io.hydrant.cli.table.TableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rows of several files, one file after the other, each opened when its turn comes. Used by
/// one thread.
public final class RowsOfFiles implements RowSource, AutoCloseable {
    /// How files are read and rows written.
    public record Reading(
            Heading heading, Charset charset, Function<Columns, RecordFormat> format) {}

    private final Queue<String> files;
    private final Reading reading;
    private final InputStream standardInput;
    private @Nullable Table table;
    private @Nullable RecordFormat format;
    private Optional<Row> readAhead = Optional.empty();

    public RowsOfFiles(List<String> files, Reading reading, InputStream standardInput) {
        this.files = new ArrayDeque<>(files);
        this.reading = reading;
        this.standardInput = standardInput;
    }

    @Override
    public Optional<Outgoing> next() throws IOException, BadRow {
        while (table != null || openNext()) {
            Optional<Row> row = nextRow();
            if (row.isPresent() && format != null) {
                return Optional.of(new Outgoing(row.get(), format.encode(row.get())));
            }
            close();
        }
        return Optional.empty();
    }

    private boolean openNext() throws IOException {
        String file = files.poll();
        if (file == null) {
            return false;
        }
        table = new Table(file, TableFile.open(file, standardInput), reading.charset());
        return true;
    }

    private Optional<Row> nextRow() throws IOException, BadRow {
        if (table == null) {
            return Optional.empty();
        }
        if (format == null) {
            Optional<Heading.Found> found = reading.heading().in(table);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            format = reading.format().apply(found.get().columns());
            readAhead = found.get().firstRow();
        }
        if (readAhead.isPresent()) {
            Optional<Row> first = readAhead;
            readAhead = Optional.empty();
            return first;
        }
        return table.next();
    }

    /// Closes the file that is open.
    @Override
    public void close() throws IOException {
        format = null;
        if (table != null) {
            table.close();
            table = null;
        }
    }
}
