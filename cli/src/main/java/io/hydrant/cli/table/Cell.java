package io.hydrant.cli.table;

/// What one field of a row means.
sealed interface Cell {

    /// @param text as JSON writes it: `1`, `-0.5`
    record Number(String text) implements Cell {}

    record Text(String text) implements Cell {}

    record Truth(boolean value) implements Cell {}

    record Missing() implements Cell {}
}
