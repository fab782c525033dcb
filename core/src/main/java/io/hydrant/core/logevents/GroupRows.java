package io.hydrant.core.logevents;

import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The rows of groups and streams. For use inside a transaction.
final class GroupRows {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static final String GROUPS =
            "SELECT id, name, mark, created_millis, retention_days, tags, stored_bytes FROM"
                    + " log_group";

    private static final String STREAMS =
            "SELECT id, name, mark, created_millis, first_millis, last_millis, ingested_millis"
                    + " FROM log_stream";

    private GroupRows() {}

    static Optional<LogGroup> group(Connection connection, String name) throws SQLException {
        return Sql.first(connection, GROUPS + " WHERE name = ?", GroupRows::group, name);
    }

    /// All, in order of their names.
    static List<LogGroup> groups(Connection connection) throws SQLException {
        return Sql.all(connection, GROUPS + " ORDER BY name", GroupRows::group);
    }

    private static LogGroup group(ResultSet row) throws SQLException {
        int days = row.getInt(5);
        OptionalInt retention = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(days);
        return new LogGroup(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                retention,
                tags(row.getString(6)),
                row.getLong(7));
    }

    static Optional<LogStream> stream(Connection connection, LogGroup group, String name)
            throws SQLException {
        return Sql.first(
                connection,
                STREAMS + " WHERE log_group = ? AND name = ?",
                GroupRows::stream,
                group.id(),
                name);
    }

    /// Those of a group that come behind one, in order of their names, or of the times of their
    /// last events; `descending` turns that round.
    static List<LogStream> streams(Connection connection, LogGroup group, StreamListing listing)
            throws SQLException {
        String direction = listing.isDescending() ? " DESC" : "";
        String order =
                listing.isByTime()
                        ? "COALESCE(last_millis, created_millis)" + direction + ", name" + direction
                        : "name" + direction;
        return Sql.all(
                connection,
                STREAMS
                        + " WHERE log_group = ? AND substr(name, 1, length(?)) = ? ORDER BY "
                        + order
                        + " LIMIT ? OFFSET ?",
                GroupRows::stream,
                group.id(),
                listing.prefix(),
                listing.prefix(),
                listing.limit() + 1,
                listing.skipped());
    }

    private static LogStream stream(ResultSet row) throws SQLException {
        return new LogStream(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                optional(row, 5),
                optional(row, 6),
                optional(row, 7));
    }

    private static Optional<Long> optional(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    static void insert(Connection connection, LogGroup group) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO log_group (name, mark, created_millis, tags, stored_bytes)"
                        + " VALUES (?, ?, ?, ?, 0)",
                group.name(),
                group.mark(),
                group.createdMillis(),
                text(group.tags()));
        setRetention(connection, group.name(), group.retentionDays());
    }

    static void setRetention(Connection connection, String group, OptionalInt days)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE log_group SET retention_days = NULLIF(?, 0) WHERE name = ?",
                days.orElse(0),
                group);
    }

    static void setTags(Connection connection, LogGroup group, Map<String, String> tags)
            throws SQLException {
        Sql.update(
                connection, "UPDATE log_group SET tags = ? WHERE id = ?", text(tags), group.id());
    }

    static void insert(Connection connection, LogGroup group, LogStream stream)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO log_stream (log_group, name, mark, created_millis) VALUES (?, ?, ?,"
                        + " ?)",
                group.id(),
                stream.name(),
                stream.mark(),
                stream.createdMillis());
    }

    private static String text(Map<String, String> tags) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        tags.forEach(node::put);
        return node.toString();
    }

    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        MAPPER.readTree(text)
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
        return tags;
    }
}
