package io.hydrant.cli.send;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.hydrant.cli.CommandFailure;
import io.hydrant.cli.table.BadRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What becomes of rows that cannot be sent.
public sealed interface BadRows extends AutoCloseable {

    /// @throws CommandFailure when the row is to end the sending
    void handle(BadRow row) throws IOException;

    @Override
    default void close() throws IOException {}

    /// The first one ends the sending.
    record Fail() implements BadRows {
        @Override
        public void handle(BadRow row) {
            throw new CommandFailure(
                    "%s line %d cannot be sent: %s."
                            .formatted(row.source(), row.line(), row.reason()),
                    (row.hint().isEmpty() ? "" : row.hint() + " ")
                            + "--on-bad-row skip leaves such rows out, --on-bad-row bad.csv keeps them in that file.");
        }
    }

    /// They are told about and left out.
    record Skip() implements BadRows {
        @Override
        public void handle(BadRow row) {}
    }

    /// They are written to a CSV file of their own: file, line, reason, and then the row's fields.
    final class SetAside implements BadRows {
        private final CsvWriter writer;

        public SetAside(Path file) throws IOException {
            this.writer = CsvWriter.builder().build(file);
        }

        @Override
        public void handle(BadRow row) {
            List<String> fields = new ArrayList<>();
            fields.add(row.source());
            fields.add(Long.toString(row.line()));
            fields.add(row.reason());
            fields.addAll(row.fields());
            writer.writeRecord(fields);
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
