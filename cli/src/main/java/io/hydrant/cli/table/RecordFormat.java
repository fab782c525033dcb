package io.hydrant.cli.table;

/// Turns rows into the bytes of records. An instance is used by one thread.
public sealed interface RecordFormat permits JsonRecords, CsvRecords, TemplateRecords {

    /// A record's limit in AWS, and in Hydrant: 1,000 KiB.
    int LARGEST_RECORD = 1_024_000;

    /// What stands after each record in the objects.
    enum Delimiter {
        NEWLINE("\n"),
        NONE("");

        private final String text;

        Delimiter(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    byte[] encode(Row row) throws BadRow;

    /// Ends a record, unless it is too large to be one.
    static byte[] finished(Row row, Utf8Buffer buffer) throws BadRow {
        if (buffer.length() > LARGEST_RECORD) {
            throw new BadRow(
                    row,
                    "its record would have "
                            + buffer.length()
                            + " bytes; the limit is "
                            + LARGEST_RECORD,
                    "A quote that is never closed makes one field of many lines.");
        }
        return buffer.toBytes();
    }
}
