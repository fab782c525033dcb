package io.hydrant.cli.send;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.table.BadRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// What becomes of rows that cannot be sent.
public sealed interface BadRows extends AutoCloseable {

    /// @throws CommandFailure when the row is to end the sending
    void handle(BadRow row) throws IOException;

    @Override
    default void close() {}

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
        private final Path file;
        private final CsvWriter writer;

        private SetAside(Path file, OpenOption... options) throws IOException {
            this.file = file;
            this.writer = CsvWriter.builder().build(file, StandardCharsets.UTF_8, options);
        }

        /// @throws CommandFailure when there is such a file
        public static SetAside anew(Path file) throws IOException {
            if (Files.exists(file) && (!Files.isRegularFile(file) || Files.size(file) > 0)) {
                throw new CommandFailure(
                        file + " is there already, and bad rows would be written over it.",
                        "Name another file with --on-bad-row, or take that one away.");
            }
            return again(file);
        }

        /// Over what an earlier run left there, since a run that resumes meets its bad rows again.
        public static SetAside again(Path file) throws IOException {
            return new SetAside(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        }

        /// Behind what an earlier run left there.
        public static SetAside behind(Path file) throws IOException {
            return new SetAside(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        @Override
        public void handle(BadRow row) {
            List<String> fields = new ArrayList<>();
            fields.add(row.source());
            fields.add(Long.toString(row.line()));
            fields.add(row.reason());
            fields.addAll(row.fields());
            try {
                writer.writeRecord(fields);
            } catch (UncheckedIOException e) {
                throw unwritable(e);
            }
        }

        private CommandFailure unwritable(Exception e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new CommandFailure(
                    "Bad rows cannot be written to %s: %s.".formatted(file, cause.getMessage()),
                    "Make room or name another file, and give the same command with --resume.");
        }

        @Override
        public void close() {
            try {
                writer.close();
            } catch (IOException | UncheckedIOException e) {
                throw unwritable(e);
            }
        }
    }
}
