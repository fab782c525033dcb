package io.hydrant.cli.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.hydrant.cli.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;

/// A CSV file, row after row (RFC 4180: fields may be quoted, quoted fields may hold commas,
/// doubled quotes and line breaks). Empty lines are passed over. Used by one thread.
public final class Table implements AutoCloseable {
    private final String source;
    private final Charset charset;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;

    public Table(String source, InputStream bytes, Charset charset) throws IOException {
        this.source = source;
        this.charset = charset;
        this.reader =
                CsvReader.builder()
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .ofCsvRecord(Characters.decode(bytes, charset));
        this.records = reader.iterator();
    }

    /// The next row; empty at the end.
    ///
    /// @throws BadRow when this row is unreadable and the next one may not be
    public Optional<Row> next() throws IOException, BadRow {
        Optional<CsvRecord> record = nextRecord();
        if (record.isEmpty()) {
            return Optional.empty();
        }
        List<String> fields = record.get().getFields();
        Row row = new Row(source, record.get().getStartingLineNumber(), fields);
        for (String field : fields) {
            if (Characters.broken(field)) {
                throw new BadRow(
                        row,
                        "it holds bytes that are not "
                                + charset.name()
                                + ", here marked \uFFFD: \""
                                + field.replace(Characters.BROKEN, '\uFFFD')
                                + "\"",
                        "Older files are often ISO-8859-1: --encoding ISO-8859-1 reads them.");
            }
        }
        return Optional.of(row);
    }

    private Optional<CsvRecord> nextRecord() throws IOException {
        try {
            return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        } catch (UncheckedIOException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new IOException(source + " cannot be read: " + reason.getMessage(), e);
        } catch (CsvParseException e) {
            throw new CommandFailure(
                    source + " is not CSV from here on: " + e.getMessage() + ".",
                    "Where the next row begins cannot be told. A quote within a quoted field is written twice.");
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
