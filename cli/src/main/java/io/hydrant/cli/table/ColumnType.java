package io.hydrant.cli.table;

import java.util.Optional;

/// What the fields of a column are.
public enum ColumnType {
    INTEGER("int", "a whole number") {
        @Override
        boolean tell(String field, Cells cells) {
            if (Numeral.isPlain(field)) {
                cells.number(field);
                return true;
            }
            Numeral numeral = Numeral.of(field);
            if (numeral == Numeral.LONG || numeral == Numeral.UNSIGNED_LONG) {
                cells.number(Numeral.json(field));
                return true;
            }
            Optional<String> whole = Numeral.wholeOf(field);
            whole.ifPresent(cells::number);
            return whole.isPresent();
        }
    },

    DECIMAL("decimal", "a number") {
        @Override
        boolean tell(String field, Cells cells) {
            Numeral numeral = Numeral.of(field);
            boolean fits = numeral != Numeral.NONE && numeral != Numeral.BEYOND;
            if (fits) {
                cells.number(Numeral.json(field));
            }
            return fits;
        }
    },

    BOOLEAN("bool", "true or false") {
        @Override
        boolean tell(String field, Cells cells) {
            switch (field) {
                case "true", "True", "TRUE" -> cells.truth(true);
                case "false", "False", "FALSE" -> cells.truth(false);
                default -> {
                    return false;
                }
            }
            return true;
        }
    },

    TEXT("string", "text") {
        @Override
        boolean tell(String field, Cells cells) {
            cells.text(field);
            return true;
        }
    };

    private final String word;
    private final String description;

    ColumnType(String word, String description) {
        this.word = word;
        this.description = description;
    }

    /// As the command line names it.
    String word() {
        return word;
    }

    /// What each field is.
    String description() {
        return description;
    }

    /// Tells what the field means; nothing when it cannot be of this type.
    abstract boolean tell(String field, Cells cells);
}
