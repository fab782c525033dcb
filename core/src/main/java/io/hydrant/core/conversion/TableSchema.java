package io.hydrant.core.conversion;

import java.util.List;

/// The columns of a table, in their order. A row has a value for each, or null.
public record TableSchema(List<TableColumn> columns) {
    public TableSchema {
        columns = List.copyOf(columns);
    }
}
