package io.hydrant.cli.table;

/// A named column and how its fields are read.
public record Column(String name, ColumnType type) {}
