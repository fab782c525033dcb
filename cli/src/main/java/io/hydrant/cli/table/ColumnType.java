package io.hydrant.cli.table;

import java.util.Optional;

/// How the fields of a column are read.
public enum ColumnType {
    INTEGER {
        @Override
        Optional<Cell> read(String field) {
            return integer(field.strip());
        }
    },

    /// As the requirement wants its years: a missing one is 0.
    INTEGER_OR_ZERO {
        @Override
        Optional<Cell> read(String field) {
            String text = field.strip();
            return isMissing(text) ? Optional.of(new Cell.Number("0")) : integer(text);
        }
    },

    TEXT {
        @Override
        Optional<Cell> read(String field) {
            return Optional.of(new Cell.Text(field));
        }
    },

    /// Each field by its looks: numbers as JSON spells them, `true` and `false`, nothing or `NULL`
    /// for a missing value, and text for all else. `007` stays text, so that no digit is lost.
    BY_ITS_LOOKS {
        @Override
        Optional<Cell> read(String field) {
            if (isMissing(field)) {
                return Optional.of(new Cell.Missing());
            }
            if (isJsonNumber(field)) {
                return Optional.of(new Cell.Number(field));
            }
            return Optional.of(
                    switch (field) {
                        case "true", "True", "TRUE" -> new Cell.Truth(true);
                        case "false", "False", "FALSE" -> new Cell.Truth(false);
                        default -> new Cell.Text(field);
                    });
        }
    };

    /// More digits than fit a 64-bit integer with certainty are no year and no id.
    private static final int MOST_DIGITS = 18;

    /// What the field means, or nothing when it cannot be of this type.
    abstract Optional<Cell> read(String field);

    private static boolean isMissing(String text) {
        return text.isEmpty() || text.equals("NULL");
    }

    private static Optional<Cell> integer(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        boolean plausible = text.length() > start && text.length() <= MOST_DIGITS;
        if (!plausible || !digits(text, start, text.length())) {
            return Optional.empty();
        }
        boolean canonical = text.charAt(start) != '0' || text.length() == 1;
        return Optional.of(new Cell.Number(canonical ? text : Long.toString(Long.parseLong(text))));
    }

    /// `0`, `-12`, `3.50`: no leading zero, no plus, no exponent.
    private static boolean isJsonNumber(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int dot = text.indexOf('.');
        int wholeEnd = dot < 0 ? text.length() : dot;
        boolean whole =
                wholeEnd > start
                        && digits(text, start, wholeEnd)
                        && (text.charAt(start) != '0' || wholeEnd == start + 1);
        return whole
                && (dot < 0 || (text.length() > dot + 1 && digits(text, dot + 1, text.length())));
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
