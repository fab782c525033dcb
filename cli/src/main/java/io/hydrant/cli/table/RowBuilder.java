package io.hydrant.cli.table;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Gathers the fields of a row as the parser finds them. Of a row that is beyond all limits it
/// keeps the beginning only, so that no file takes more memory than another.
final class RowBuilder extends AbstractBaseCsvCallbackHandler<Row> {
    /// A record has at most 1,000 KiB, so a row of so many fields can hardly become one …
    static final int MOST_FIELDS = 100_000;

    /// … nor can one of so many characters in all.
    static final int MOST_CHARACTERS = 1 << 22;

    private final String source;
    private final char separator;
    private final MeasuredReader reader;
    private String[] fields = new String[16];
    private int count;
    private long characters;
    private boolean tooLarge;
    private boolean quotedField;
    private int columns = Integer.MAX_VALUE;

    /// What the last column takes beyond its first separator.
    private final StringBuilder rest = new StringBuilder();

    RowBuilder(String source, char separator, MeasuredReader reader) {
        this.source = source;
        this.separator = separator;
        this.reader = reader;
    }

    /// From the next row on the last of so many columns takes all that follows.
    void lastTakesRestOf(int columns) {
        this.columns = columns;
    }

    /// Whether the row that was built last is a line of spaces or tabs. Between quotes, or parted
    /// by separators, they are fields.
    boolean blank() {
        return count == 1 && !quotedField && isWhite(fields[0]);
    }

    private static boolean isWhite(String field) {
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) != ' ' && field.charAt(i) != '\t') {
                return false;
            }
        }
        return true;
    }

    /// Whether the row that was built last has lost fields to the limits.
    boolean tooLarge() {
        return tooLarge;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
        count = 0;
        characters = 0;
        tooLarge = false;
        quotedField = false;
        rest.setLength(0);
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        characters += length;
        quotedField |= quoted;
        reader.parsed(length);
        if (count == MOST_FIELDS || characters > MOST_CHARACTERS) {
            tooLarge = true;
            return;
        }
        if (index >= columns) {
            rest.append(separator).append(buffer, offset, length);
            return;
        }
        if (count == fields.length) {
            fields = Arrays.copyOf(fields, count * 2);
        }
        fields[count++] = length == 0 ? "" : new String(buffer, offset, length);
    }

    @Override
    protected Row buildRecord() {
        if (!rest.isEmpty()) {
            fields[count - 1] += rest;
        }
        return new Row(source, getStartingLineNumber(), listOf(Arrays.copyOf(fields, count)));
    }

    /// Not copied once more: nobody else has the array.
    private static List<String> listOf(String[] fields) {
        return Collections.unmodifiableList(Arrays.asList(fields));
    }
}
