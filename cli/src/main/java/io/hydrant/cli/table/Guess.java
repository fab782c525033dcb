package io.hydrant.cli.table;

/// Finds the type that all fields of a column have, as `pandas.read_csv` would. Missing values are
/// of any type.
final class Guess {
    private boolean numbers;
    private boolean decimals;
    private boolean truths;
    private boolean negative;
    private boolean unsigned;
    private boolean huge;
    private boolean text;

    void see(String field, MissingTexts missing) {
        if (text || missing.contains(field)) {
            return;
        }
        switch (Numeral.of(field)) {
            case LONG -> {
                numbers = true;
                negative |= field.indexOf('-') >= 0;
            }
            case UNSIGNED_LONG -> unsigned = true;
            case HUGE -> huge = true;
            case DECIMAL -> decimals = true;
            case BEYOND -> text = true;
            case NONE -> {
                boolean truth = ColumnType.BOOLEAN.tell(field, Cells.NOBODY);
                truths |= truth;
                text |= !truth;
            }
        }
    }

    /// Nothing that is still to come can change the type.
    boolean settled() {
        return text;
    }

    ColumnType type() {
        boolean anyNumber = numbers || decimals || unsigned || huge;
        if (text || anyNumber == truths) {
            return ColumnType.TEXT;
        }
        if (truths) {
            return ColumnType.BOOLEAN;
        }
        if (decimals) {
            return ColumnType.DECIMAL;
        }
        // No type of 64 bits holds them all.
        return huge || unsigned && negative ? ColumnType.TEXT : ColumnType.INTEGER;
    }
}
