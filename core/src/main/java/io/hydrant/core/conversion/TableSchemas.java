package io.hydrant.core.conversion;

import io.hydrant.core.iam.Principal;

/// The tables of a data catalog, as AWS Glue has them. Safe for use from many threads.
public interface TableSchemas {
    /// The version that counts when a table's name comes without one: the newest.
    String LATEST = "LATEST";

    /// A version of a table, as it is at this moment. It costs a look-up in a database, perhaps a
    /// call over the network.
    ///
    /// @param caller whose permissions count: `glue:GetTable` for [#LATEST], else
    ///   `glue:GetTableVersion`, on the catalog, the database and the table
    /// @throws TableRefusedException when it is not there, or not for this caller
    TableVersion find(Principal caller, TableName table) throws TableRefusedException;

    /// Those of a server that has none.
    static TableSchemas none() {
        return (_, table) -> {
            throw new TableRefusedException(
                    "EntityNotFoundException", "Table " + table.tableName() + " not found.");
        };
    }
}
