package io.hydrant.core.crypto;

import io.hydrant.core.catalog.Database.Schema;
import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What the catalog knows of the master key since something was first wrapped by it: which one it
/// is, and not what. With it a key that is missing, or another one, is noticed at the start.
///
/// @param salt of a passphrase, hexadecimal; empty for a key that is kept as such
/// @param iterations of a passphrase's derivation; 0 for a key that is kept as such
public record MasterKeyNote(String id, String salt, int iterations) {
    public static final Schema SCHEMA =
            new Schema(
                    "crypto",
                    List.of(
                            """
                            CREATE TABLE master_key (
                              one INTEGER PRIMARY KEY CHECK (one = 1),
                              id TEXT NOT NULL,
                              salt TEXT NOT NULL,
                              iterations INTEGER NOT NULL
                            );
                            """),
                    List.of(
                            """
                            CREATE TABLE master_key (
                              one INTEGER PRIMARY KEY CHECK (one = 1),
                              id TEXT NOT NULL,
                              salt TEXT NOT NULL,
                              iterations INTEGER NOT NULL
                            )
                            """));

    static Optional<MasterKeyNote> read(Connection connection) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, salt, iterations FROM master_key WHERE one = 1",
                row -> new MasterKeyNote(row.getString(1), row.getString(2), row.getInt(3)));
    }

    /// Keeps this one, unless there is one already.
    ///
    /// @return the one that is there
    MasterKeyNote keepFirst(Connection connection) throws SQLException {
        Optional<MasterKeyNote> there = read(connection);
        if (there.isEmpty()) {
            Sql.update(
                    connection,
                    "INSERT INTO master_key (one, id, salt, iterations) VALUES (1, ?, ?, ?)",
                    id,
                    salt,
                    iterations);
        }
        return there.orElse(this);
    }
}
