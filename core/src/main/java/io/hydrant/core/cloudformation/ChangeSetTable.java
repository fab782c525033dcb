package io.hydrant.core.cloudformation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The catalog's rows of change sets.
final class ChangeSetTable {
    private ChangeSetTable() {}

    static void save(Connection connection, ChangeSet changeSet) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "INSERT INTO stack_change_set (id, stack, name, created_millis, document)"
                                + " VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET document = excluded.document")) {
            upsert.setString(1, changeSet.id());
            upsert.setString(2, changeSet.stackId());
            upsert.setString(3, changeSet.name());
            upsert.setLong(4, changeSet.created().toEpochMilli());
            upsert.setString(5, Documents.write(changeSet));
            upsert.executeUpdate();
        }
    }

    static Optional<ChangeSet> byId(Connection connection, String id) throws SQLException {
        return query(connection, "SELECT document FROM stack_change_set WHERE id = ?", id).stream()
                .findFirst();
    }

    static Optional<ChangeSet> byName(Connection connection, String stackId, String name)
            throws SQLException {
        return query(
                        connection,
                        "SELECT document FROM stack_change_set WHERE stack = ? AND name = ?",
                        stackId,
                        name)
                .stream()
                .findFirst();
    }

    /// Oldest first.
    static List<ChangeSet> of(Connection connection, String stackId) throws SQLException {
        return query(
                connection,
                "SELECT document FROM stack_change_set WHERE stack = ?"
                        + " ORDER BY created_millis, rowid",
                stackId);
    }

    static void delete(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM stack_change_set WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    /// Those of the stack that wait can no longer be carried out; the one of id `executed` was.
    static void makeObsolete(Connection connection, String stackId, String executed)
            throws SQLException {
        for (ChangeSet changeSet : of(connection, stackId)) {
            if (changeSet.id().equals(executed)) {
                save(connection, changeSet.at(ChangeSet.ExecutionStatus.EXECUTE_COMPLETE));
            } else if (changeSet.executionStatus() == ChangeSet.ExecutionStatus.AVAILABLE) {
                save(connection, changeSet.at(ChangeSet.ExecutionStatus.OBSOLETE));
            }
        }
    }

    private static List<ChangeSet> query(Connection connection, String sql, String... arguments)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                select.setString(i + 1, arguments[i]);
            }
            List<ChangeSet> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(Documents.read(row.getString(1), ChangeSet.class));
                }
            }
            return found;
        }
    }
}
