package io.hydrant.core.conversion;

/// A column of a table, or a field of a struct.
public record TableColumn(String name, HiveType type) {}
