package io.hydrant.cli.table;

/// A named column and how its fields are read.
///
/// @param guessed whether the type was found by looking at the beginning of the file
record Column(String name, ColumnType type, Absence absence, boolean guessed) {
    private static final String HEADER_HINT =
            "If the first row names the columns, give --header; other columns are named by --columns A,B,C.";

    /// Tells what the row's field means.
    void tell(Row row, String field, MissingTexts missing, Cells cells) throws BadRow {
        if (!(absence instanceof Absence.Kept) && missing.contains(field)) {
            tellMissing(row, field, cells);
        } else if (isDecimalByGuess(field) || !type.tell(field, cells)) {
            tellUnusual(row, field, missing, cells);
        }
    }

    private void tellMissing(Row row, String field, Cells cells) throws BadRow {
        switch (absence) {
            case Absence.Null _ -> cells.missing();
            case Absence.Kept _ -> cells.text(field);
            case Absence.Instead(String value) -> type.tell(value, cells);
            case Absence.Refused _ ->
                    throw new BadRow(
                            row,
                            "%s is missing: \"%s\"".formatted(name, field),
                            "--types %s:%s? makes it null, --default %s=VALUE that value."
                                    .formatted(name, type.word(), name));
        }
    }

    /// A missing value with spaces around it, or a decimal where the file began with whole numbers.
    private void tellUnusual(Row row, String field, MissingTexts missing, Cells cells)
            throws BadRow {
        if (missing.contains(field.strip())) {
            tellMissing(row, field, cells);
        } else if (isDecimalByGuess(field)) {
            ColumnType.DECIMAL.tell(field, cells);
        } else {
            throw unfit(row, field);
        }
    }

    /// Whether the column turns out to be one of decimals, though the file began with whole
    /// numbers.
    private boolean isDecimalByGuess(String field) {
        return guessed
                && type == ColumnType.INTEGER
                && !Numeral.isPlain(field)
                && Numeral.of(field) == Numeral.DECIMAL;
    }

    private BadRow unfit(Row row, String field) {
        String asText = "--types " + name + ":string takes its fields as text.";
        if (Numeral.of(field) == Numeral.BEYOND) {
            return new BadRow(
                    row,
                    "%s is a number that JSON's readers cannot hold: \"%s\""
                            .formatted(name, shortened(field)),
                    asText);
        }
        String reason =
                guessed
                        ? "%s was found to be %s by the file's beginning, and this is not: \"%s\""
                        : "%s is not %s: \"%s\"";
        return new BadRow(
                row,
                reason.formatted(name, type.description(), shortened(field)),
                !guessed && row.line() == 1 ? HEADER_HINT : asText);
    }

    private static String shortened(String field) {
        return field.length() <= 80 ? field : field.substring(0, 80) + "…";
    }
}
