package io.hydrant.cli.table;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A CSV file, row after row (RFC 4180: fields may be quoted, quoted fields may hold commas,
/// doubled quotes and line breaks). Lines that hold nothing, or spaces and tabs alone, are passed
/// over, as pandas does. Used by one thread.
public final class Table implements AutoCloseable {
    /// In characters: far more than a record holds, so that a field that is too large for one is a
    /// bad row like others. A quote that is never closed would otherwise take the rest of the file
    /// into memory.
    static final int LARGEST_FIELD = 1 << 24;

    private final String source;
    private final Dialect dialect;
    private final Charset charset;
    private final MeasuredReader characters;
    private final RowBuilder builder;
    private final CsvReader<Row> reader;
    private final CloseableIterator<Row> rows;

    public Table(String source, InputStream bytes, Dialect dialect) throws IOException {
        this.source = source;
        this.dialect = dialect;
        Characters.Decoded decoded = Characters.decode(bytes, dialect.charset());
        this.charset = decoded.charset();
        this.characters = new MeasuredReader(decoded.reader());
        this.builder = new RowBuilder(source, dialect.separator(), characters);
        this.reader =
                CsvReader.builder()
                        .fieldSeparator(dialect.separator())
                        .quoteCharacter(dialect.quoteOrNone())
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .maxBufferSize(LARGEST_FIELD)
                        .build(builder, characters);
        this.rows = reader.iterator();
    }

    /// Tells how many columns there are, for a dialect whose last column takes the rest.
    public void hasColumns(int count) {
        if (dialect.lastColumnTakesRest()) {
            builder.lastTakesRestOf(count);
        }
    }

    /// The next row; empty at the end.
    ///
    /// @throws BadRow when this row is unreadable and the next one may not be
    public Optional<Row> next() throws IOException, BadRow {
        Optional<Row> row = nextRow();
        if (row.isPresent()) {
            checkSize(row.get());
            checkBytes(row.get());
        }
        return row;
    }

    /// How much of the bytes that were read has become rows, 0 to 1.
    public double share() {
        return characters.share();
    }

    private Optional<Row> nextRow() throws IOException {
        try {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (!builder.blank()) {
                    return Optional.of(row);
                }
            }
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw readingFailed(e);
        } catch (CsvParseException e) {
            throw new NotCsvException(
                    source,
                    reasonOf(e),
                    "Where the next row begins cannot be told. A quote within a quoted field is written twice;"
                            + " --quote none reads quotes as any other character.");
        }
    }

    private IOException readingFailed(UncheckedIOException e) {
        return e.getCause() instanceof DamagedInputException
                        || e.getCause() instanceof ChangedInputException
                ? e.getCause()
                : new IOException(source + " cannot be read: " + causeOf(e).getMessage(), e);
    }

    private static Throwable causeOf(UncheckedIOException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    /// The parser's own words, and those of what it met.
    private static String reasonOf(CsvParseException e) {
        Throwable cause = e.getCause();
        return cause == null || cause.getMessage() == null
                ? String.valueOf(e.getMessage())
                : e.getMessage() + ": " + cause.getMessage();
    }

    private void checkSize(Row row) throws BadRow {
        if (builder.tooLarge()) {
            throw new BadRow(
                    row,
                    "it has more than %,d fields or %,d characters"
                            .formatted(RowBuilder.MOST_FIELDS, RowBuilder.MOST_CHARACTERS),
                    "Is this a table, and does a line break end its rows?");
        }
    }

    private void checkBytes(Row row) throws BadRow {
        for (int i = 0; i < row.fields().size(); i++) {
            String field = row.fields().get(i);
            if (Characters.broken(field)) {
                throw new BadRow(
                        row,
                        "it holds bytes that are not "
                                + charset.name()
                                + ", here marked \uFFFD: \""
                                + Characters.marked(field)
                                + "\"",
                        charset.equals(StandardCharsets.UTF_8)
                                ? "Older files are often ISO-8859-1: --encoding ISO-8859-1 reads them."
                                : "Is it cut short?");
            }
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
