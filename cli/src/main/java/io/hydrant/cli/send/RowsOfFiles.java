package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.table.Dialect;
import io.hydrant.cli.table.Input;
import io.hydrant.cli.table.RecordFormat;
import io.hydrant.cli.table.RecordStyle;
import io.hydrant.cli.table.Row;
import io.hydrant.cli.table.Sample;
import io.hydrant.cli.table.Table;
import io.hydrant.cli.table.Typing;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The rows of several files, one file after the other, each opened when its turn comes. Used by
/// one thread.
public final class RowsOfFiles implements RowSource, AutoCloseable {
    /// How files are read and rows written.
    public record Reading(Heading heading, Dialect dialect, Typing typing, RecordStyle style) {
        /// The requirement's file, and its records.
        public static final Reading USUAL =
                new Reading(new Heading.Assumed(), Dialect.USUAL, Typing.USUAL, RecordStyle.USUAL);
    }

    private final Queue<Input> inputs;
    private final Reading reading;

    /// Empty where one of the inputs has no known size.
    private final Optional<Long> totalBytes;

    /// What the inputs before the open one have.
    private long doneBytes;

    /// An estimate must not seem to go back when more is read ahead.
    private double furthest;

    private Input.@Nullable Opened opened;
    private @Nullable Input input;
    private @Nullable Table table;
    private @Nullable RecordFormat format;
    private Optional<Row> readAhead = Optional.empty();

    public RowsOfFiles(List<Input> inputs, Reading reading) {
        this.inputs = new ArrayDeque<>(inputs);
        this.reading = reading;
        this.totalBytes = total(inputs);
    }

    private static Optional<Long> total(List<Input> inputs) {
        long total = 0;
        for (Input input : inputs) {
            if (input.size().isEmpty()) {
                return Optional.empty();
            }
            total += input.size().getAsLong();
        }
        return Optional.of(total);
    }

    /// Looks into every file that can be opened twice, and fails where its columns are not those
    /// that were told. To be called before anything is sent.
    public void check() throws IOException {
        for (Input file : inputs) {
            if (file.size().isPresent()) {
                check(file);
            }
        }
    }

    private void check(Input file) throws IOException {
        try (Input.Opened bytes = file.open();
                Table beginning = new Table(file.name(), bytes.bytes(), reading.dialect())) {
            Optional<Heading.Found> found = reading.heading().in(beginning);
            if (found.isPresent()) {
                checkNames(file, found.get().names());
            }
        } catch (BadRow bad) {
            return; // told when its turn comes
        }
    }

    private void checkNames(Input file, List<String> names) {
        reading.typing().check(file.name(), names);
        reading.style().check(file.name(), names);
    }

    @Override
    public Optional<OutgoingRow> next() throws IOException, BadRow {
        while (table != null || openNext()) {
            Optional<Row> row = nextRow();
            if (row.isPresent() && format != null) {
                return Optional.of(new OutgoingRow(row.get(), format.encode(row.get())));
            }
            close();
        }
        return Optional.empty();
    }

    private boolean openNext() throws IOException {
        Input next = inputs.poll();
        if (next == null) {
            return false;
        }
        Input.Opened bytes = next.open();
        input = next;
        opened = bytes;
        table = new Table(next.name(), bytes.bytes(), reading.dialect());
        return true;
    }

    private Optional<Row> nextRow() throws IOException, BadRow {
        if (table == null) {
            return Optional.empty();
        }
        if (format == null && !begin(table)) {
            return Optional.empty();
        }
        if (readAhead.isPresent()) {
            Optional<Row> first = readAhead;
            readAhead = Optional.empty();
            return first;
        }
        return table.next();
    }

    /// Finds out what the columns are, by name and by type.
    ///
    /// @return whether there are any
    private boolean begin(Table beginning) throws IOException, BadRow {
        Optional<Heading.Found> found = reading.heading().in(beginning);
        Input.Opened bytes = opened;
        if (found.isEmpty() || input == null || bytes == null) {
            return false;
        }
        List<String> names = found.get().names();
        checkNames(input, names);
        beginning.hasColumns(names.size());
        boolean headed = reading.heading() instanceof Heading.FirstRow;
        Sample sample = new Sample(bytes, reading.dialect(), headed);
        format = reading.style().of(reading.typing().columns(names, sample));
        bytes.onlyOnce();
        readAhead = found.get().firstRow();
        return true;
    }

    /// By bytes as they lie in the files, compressed ones as such.
    @Override
    public OptionalDouble fraction() {
        if (totalBytes.isEmpty()) {
            return OptionalDouble.empty();
        }
        double taken =
                doneBytes + (opened == null || table == null ? 0 : opened.taken() * table.share());
        double now = totalBytes.get() == 0 ? 1 : taken / totalBytes.get();
        furthest = Math.min(1.0, Math.max(furthest, now));
        return OptionalDouble.of(furthest);
    }

    /// Closes the file that is open.
    @Override
    public void close() throws IOException {
        format = null;
        if (input != null) {
            doneBytes += input.size().orElse(0);
            input = null;
        }
        Input.Opened bytes = opened;
        opened = null;
        if (table != null) {
            table.close();
            table = null;
        }
        if (bytes != null) {
            bytes.close();
        }
    }
}
