package io.hydrant.cli.table;

/// What a missing value of a column becomes.
public sealed interface Absence {

    /// Its text stays: nothing is missing in this column.
    record Kept() implements Absence {}

    record Null() implements Absence {}

    /// The row is a bad one.
    record Refused() implements Absence {}

    /// @param field is read as if it stood in the file
    record Instead(String field) implements Absence {}
}
