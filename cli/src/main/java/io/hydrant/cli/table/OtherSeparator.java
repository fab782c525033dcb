package io.hydrant.cli.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What stands between the columns of other tables, when a table seems to have one column alone.
public enum OtherSeparator {
    SEMICOLON(";", "';'"),
    TAB("\t", "tab"),
    BAR("|", "'|'");

    private final String character;
    private final String asOption;

    OtherSeparator(String character, String asOption) {
        this.character = character;
        this.asOption = asOption;
    }

    /// What to do about a first row, or about the names that it gave, if it is one that other
    /// characters part.
    public static Optional<String> in(List<String> firstRow) {
        String only = firstRow.size() == 1 ? firstRow.getFirst() : "";
        return Arrays.stream(values())
                .filter(separator -> only.contains(separator.character))
                .findFirst()
                .map(separator ->
                        "Its first row is one column, \""
                                + only
                                + "\": do others than commas part them? --separator "
                                + separator.asOption);
    }
}
