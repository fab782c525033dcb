package io.hydrant.core.glue;

import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The rows of [GlueSchema]. All names are folded.
final class GlueRows {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String TABLE =
            "SELECT database_name, name, id, version, created_millis, updated_millis, created_by,"
                    + " input FROM glue_table WHERE database_name = ? AND name = ?";

    private static final String VERSION =
            "SELECT t.database_name, t.name, t.id, v.version, t.created_millis, v.updated_millis,"
                    + " t.created_by, v.input FROM glue_table_version v JOIN glue_table t"
                    + " ON t.database_name = v.database_name AND t.name = v.table_name"
                    + " WHERE v.database_name = ? AND v.table_name = ? AND v.version = ?";

    private GlueRows() {}

    static Optional<GlueDatabase> database(Connection connection, String name) throws SQLException {
        return Sql.first(
                connection,
                "SELECT name, id, created_millis, input, tags FROM glue_database WHERE name = ?",
                row ->
                        new GlueDatabase(
                                row.getString(1),
                                row.getString(2),
                                Instant.ofEpochMilli(row.getLong(3)),
                                json(row.getString(4)),
                                tags(row.getString(5))),
                name);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text);
    }

    private static SequencedMap<String, String> tags(String text) {
        SequencedMap<String, String> tags = new TreeMap<>();
        json(text)
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().stringValue()));
        return tags;
    }

    static long databaseCount(Connection connection) throws SQLException {
        return count(connection, "SELECT count(*) FROM glue_database");
    }

    private static long count(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return Sql.first(connection, sql, row -> row.getLong(1), parameters).orElse(0L);
    }

    static List<String> databaseNames(Connection connection, String after, int max)
            throws SQLException {
        return Sql.all(
                connection,
                "SELECT name FROM glue_database WHERE name > ? ORDER BY name LIMIT ?",
                row -> row.getString(1),
                after,
                max);
    }

    static void insert(Connection connection, GlueDatabase database) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO glue_database (name, id, created_millis, input, tags)"
                        + " VALUES (?, ?, ?, ?, ?)",
                database.name(),
                database.id(),
                database.created().toEpochMilli(),
                database.input().toString(),
                JSON.writeValueAsString(database.tags()));
    }

    static void update(Connection connection, GlueDatabase database) throws SQLException {
        Sql.update(
                connection,
                "UPDATE glue_database SET input = ?, tags = ? WHERE name = ?",
                database.input().toString(),
                JSON.writeValueAsString(database.tags()),
                database.name());
    }

    /// How many were deleted; their tables go with them.
    static int deleteDatabase(Connection connection, String name, Optional<String> id)
            throws SQLException {
        return id.isPresent()
                ? Sql.update(
                        connection,
                        "DELETE FROM glue_database WHERE name = ? AND id = ?",
                        name,
                        id.get())
                : Sql.update(connection, "DELETE FROM glue_database WHERE name = ?", name);
    }

    static Optional<GlueTable> table(Connection connection, String database, String name)
            throws SQLException {
        return Sql.first(connection, TABLE, GlueRows::table, database, name);
    }

    private static GlueTable table(ResultSet row) throws SQLException {
        return new GlueTable(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getString(7),
                json(row.getString(8)));
    }

    static long tableCount(Connection connection, String database) throws SQLException {
        return count(
                connection, "SELECT count(*) FROM glue_table WHERE database_name = ?", database);
    }

    static List<String> tableNames(Connection connection, String database, String after, int max)
            throws SQLException {
        return Sql.all(
                connection,
                "SELECT name FROM glue_table WHERE database_name = ? AND name > ?"
                        + " ORDER BY name LIMIT ?",
                row -> row.getString(1),
                database,
                after,
                max);
    }

    static void insert(Connection connection, GlueTable table) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO glue_table (database_name, name, id, version, created_millis,"
                        + " updated_millis, created_by, input) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                table.database(),
                table.name(),
                table.id(),
                table.version(),
                table.created().toEpochMilli(),
                table.updated().toEpochMilli(),
                table.createdBy(),
                table.input().toString());
    }

    /// Puts a version in the place of the newest.
    static void update(Connection connection, GlueTable table) throws SQLException {
        Sql.update(
                connection,
                "UPDATE glue_table SET version = ?, updated_millis = ?, input = ?"
                        + " WHERE database_name = ? AND name = ?",
                table.version(),
                table.updated().toEpochMilli(),
                table.input().toString(),
                table.database(),
                table.name());
    }

    /// Keeps the newest version beside those that were before it.
    static void archive(Connection connection, GlueTable table) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO glue_table_version (database_name, table_name, version,"
                        + " updated_millis, input) VALUES (?, ?, ?, ?, ?)",
                table.database(),
                table.name(),
                table.version(),
                table.updated().toEpochMilli(),
                table.input().toString());
    }

    static int deleteTable(Connection connection, String database, String name, Optional<String> id)
            throws SQLException {
        return id.isPresent()
                ? Sql.update(
                        connection,
                        "DELETE FROM glue_table WHERE database_name = ? AND name = ? AND id = ?",
                        database,
                        name,
                        id.get())
                : Sql.update(
                        connection,
                        "DELETE FROM glue_table WHERE database_name = ? AND name = ?",
                        database,
                        name);
    }

    /// Of what a table was before.
    static Optional<GlueTable> archived(
            Connection connection, String database, String name, long version) throws SQLException {
        return Sql.first(connection, VERSION, GlueRows::table, database, name, version);
    }

    static long archivedCount(Connection connection, String database, String name)
            throws SQLException {
        return count(
                connection,
                "SELECT count(*) FROM glue_table_version WHERE database_name = ?"
                        + " AND table_name = ?",
                database,
                name);
    }

    /// The newest first.
    static List<String> archivedVersions(
            Connection connection, String database, String name, long below, int max)
            throws SQLException {
        return Sql.all(
                connection,
                "SELECT version FROM glue_table_version WHERE database_name = ? AND table_name = ?"
                        + " AND version < ? ORDER BY version DESC LIMIT ?",
                row -> Long.toString(row.getLong(1)),
                database,
                name,
                below,
                max);
    }

    static int deleteArchived(Connection connection, String database, String name, long version)
            throws SQLException {
        return Sql.update(
                connection,
                "DELETE FROM glue_table_version WHERE database_name = ? AND table_name = ?"
                        + " AND version = ?",
                database,
                name,
                version);
    }
}
