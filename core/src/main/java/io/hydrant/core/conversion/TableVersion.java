package io.hydrant.core.conversion;

import java.util.List;

/// What a version of a table says of its columns.
///
/// @param versionId its number
/// @param columns those of its storage descriptor, without partition keys
public record TableVersion(String versionId, List<CatalogColumn> columns) {
    public TableVersion {
        columns = List.copyOf(columns);
    }

    /// @param type as the table spells it: `array<struct<a:int>>`
    public record CatalogColumn(String name, String type) {}
}
