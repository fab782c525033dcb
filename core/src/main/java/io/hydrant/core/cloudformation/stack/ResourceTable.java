package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The catalog's rows of stacks' resources, and of what is left over: physical resources that an
/// update or its roll-back has still to remove.
final class ResourceTable {
    private static final Abridgement SUMMARY =
            Abridgement.NONE
                    .with("properties", "{}")
                    .with("metadata", "{}")
                    .with("masked", "null")
                    .with("unsettled", "[]");

    private ResourceTable() {}

    static void save(Connection connection, String stackId, StackResource resource)
            throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "INSERT INTO stack_resource"
                                + " (stack, logical_id, type, physical_id, status, document)"
                                + " VALUES (?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (stack, logical_id) DO UPDATE SET"
                                + " type = excluded.type, physical_id = excluded.physical_id,"
                                + " status = excluded.status, document = excluded.document")) {
            upsert.setString(1, stackId);
            upsert.setString(2, resource.logicalId());
            upsert.setString(3, resource.type());
            upsert.setString(4, resource.physicalId().orElse(null));
            upsert.setString(5, resource.status().name());
            upsert.setString(6, Documents.write(resource));
            upsert.executeUpdate();
        }
    }

    static void remove(Connection connection, String stackId, String logicalId)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM stack_resource WHERE stack = ? AND logical_id = ?")) {
            delete.setString(1, stackId);
            delete.setString(2, logicalId);
            delete.executeUpdate();
        }
    }

    /// As [#of], without what the resources are made from, which may be long.
    static List<StackResource> summaries(Connection connection, String stackId)
            throws SQLException {
        return Sql.all(
                connection,
                "SELECT "
                        + SUMMARY.column(connection)
                        + " FROM stack_resource WHERE stack = ? ORDER BY rowid",
                row ->
                        Documents.read(
                                SUMMARY.of(connection, row.getString(1)), StackResource.class),
                stackId);
    }

    static Optional<StackResource> find(Connection connection, String stackId, String logicalId)
            throws SQLException {
        return Sql.first(
                connection,
                "SELECT document FROM stack_resource WHERE stack = ? AND logical_id = ?",
                row -> Documents.read(row.getString(1), StackResource.class),
                stackId,
                logicalId);
    }

    /// By logical id, in the order in which they came into the stack.
    static SequencedMap<String, StackResource> of(Connection connection, String stackId)
            throws SQLException {
        SequencedMap<String, StackResource> resources = new LinkedHashMap<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT document FROM stack_resource WHERE stack = ? ORDER BY rowid")) {
            select.setString(1, stackId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    StackResource resource = Documents.read(row.getString(1), StackResource.class);
                    resources.put(resource.logicalId(), resource);
                }
            }
        }
        return resources;
    }

    /// The live stack that has a resource of this physical id, and of this type unless it is null.
    static Optional<String> owner(Connection connection, String physicalId, Optional<String> type)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT stack FROM stack_resource WHERE physical_id = ?"
                                + " AND status NOT IN ('DELETE_COMPLETE', 'DELETE_SKIPPED')"
                                + " AND (? = '' OR type = ?)"
                                + " ORDER BY status IN ('CREATE_IN_PROGRESS', 'CREATE_FAILED')")) {
            select.setString(1, physicalId);
            select.setString(2, type.orElse(""));
            select.setString(3, type.orElse(""));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    static void saveLeftover(Connection connection, String stackId, StackResource resource)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stack_leftover (stack, document) VALUES (?, ?)")) {
            insert.setString(1, stackId);
            insert.setString(2, Documents.write(resource));
            insert.executeUpdate();
        }
    }

    static void removeLeftovers(Connection connection, String stackId) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM stack_leftover WHERE stack = ?")) {
            delete.setString(1, stackId);
            delete.executeUpdate();
        }
    }

    static List<StackResource> leftovers(Connection connection, String stackId)
            throws SQLException {
        List<StackResource> leftovers = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT document FROM stack_leftover WHERE stack = ? ORDER BY number")) {
            select.setString(1, stackId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    leftovers.add(Documents.read(row.getString(1), StackResource.class));
                }
            }
        }
        return leftovers;
    }
}
