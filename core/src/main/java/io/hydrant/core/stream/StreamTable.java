package io.hydrant.core.stream;

import io.hydrant.aws.Arn;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.stream.document.DestinationDocument;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The catalog's rows of delivery streams and their tags. There is one kind of source, so that
/// which it is is not kept.
final class StreamTable {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private StreamTable() {}

    private static final String COLUMNS =
            "SELECT name, arn, log_id, version, created_millis, updated_millis, destination,"
                    + " throughput_hint, encryption FROM stream";

    /// Those of these names that are there.
    static List<DeliveryStream> read(Connection connection, Collection<String> names)
            throws SQLException {
        List<DeliveryStream> streams = new ArrayList<>();
        for (String name : names) {
            List<StreamTag> tags =
                    Sql.all(
                            connection,
                            "SELECT key, value FROM stream_tag WHERE stream = ? ORDER BY key",
                            row ->
                                    new StreamTag(
                                            row.getString(1),
                                            Optional.ofNullable(row.getString(2))),
                            name);
            Sql.first(connection, COLUMNS + " WHERE name = ?", row -> read(row, tags), name)
                    .ifPresent(streams::add);
        }
        return streams;
    }

    static List<DeliveryStream> readAll(Connection connection) throws SQLException {
        Map<String, List<StreamTag>> tags = readTags(connection);
        List<DeliveryStream> streams = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COLUMNS);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                streams.add(read(row, tags.getOrDefault(row.getString("name"), List.of())));
            }
        }
        return streams;
    }

    private static DeliveryStream read(ResultSet row, List<StreamTag> tags) throws SQLException {
        long updatedMillis = row.getLong("updated_millis");
        Optional<Instant> updated =
                row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(updatedMillis));
        return new DeliveryStream(
                row.getString("name"),
                Arn.parse(row.getString("arn")),
                row.getString("log_id"),
                DeliveryStream.Status.ACTIVE,
                row.getInt("version"),
                Instant.ofEpochMilli(row.getLong("created_millis")),
                updated,
                source(row),
                DestinationDocument.read(MAPPER.readTree(row.getString("destination"))),
                tags,
                encryption(row.getString("encryption")));
    }

    private static Optional<LogEncryption> encryption(@Nullable String document) {
        return document == null ? Optional.empty() : Optional.of(EncryptionDocument.read(document));
    }

    private static Source source(ResultSet row) throws SQLException {
        int hint = row.getInt("throughput_hint");
        return row.wasNull()
                ? Source.DirectPut.WITHOUT_HINT
                : new Source.DirectPut(OptionalInt.of(hint));
    }

    private static Map<String, List<StreamTag>> readTags(Connection connection)
            throws SQLException {
        Map<String, List<StreamTag>> tags = new HashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT stream, key, value FROM stream_tag ORDER BY stream, key");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                tags.computeIfAbsent(row.getString("stream"), name -> new ArrayList<>())
                        .add(
                                new StreamTag(
                                        row.getString("key"),
                                        Optional.ofNullable(row.getString("value"))));
            }
        }
        return tags;
    }

    static void insert(Connection connection, DeliveryStream stream) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stream (arn, log_id, version, created_millis,"
                                + " updated_millis, destination, throughput_hint, encryption,"
                                + " name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            bind(insert, stream);
            insert.executeUpdate();
        }
        insertTags(connection, stream);
    }

    /// Writes the stream, tags included, over the row of its name.
    static void update(Connection connection, DeliveryStream stream) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE stream SET arn = ?, log_id = ?, version = ?, created_millis = ?,"
                                + " updated_millis = ?, destination = ?, throughput_hint = ?,"
                                + " encryption = ? WHERE name = ?")) {
            bind(update, stream);
            update.executeUpdate();
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM stream_tag WHERE stream = ?")) {
            delete.setString(1, stream.name());
            delete.executeUpdate();
        }
        insertTags(connection, stream);
    }

    private static OptionalInt throughputHint(Source source) {
        return switch (source) {
            case Source.DirectPut directPut -> directPut.throughputHintMebibytes();
        };
    }

    private static void bind(PreparedStatement statement, DeliveryStream stream)
            throws SQLException {
        statement.setString(1, stream.arn().toString());
        statement.setString(2, stream.logId());
        statement.setInt(3, stream.version());
        statement.setLong(4, stream.created().toEpochMilli());
        if (stream.lastUpdated().isPresent()) {
            statement.setLong(5, stream.lastUpdated().get().toEpochMilli());
        } else {
            statement.setNull(5, Types.INTEGER);
        }
        statement.setString(6, DestinationDocument.write(stream.destination()).toString());
        OptionalInt hint = throughputHint(stream.source());
        if (hint.isPresent()) {
            statement.setInt(7, hint.getAsInt());
        } else {
            statement.setNull(7, Types.INTEGER);
        }
        Optional<LogEncryption> encryption = stream.encryption();
        statement.setString(
                8, encryption.isPresent() ? EncryptionDocument.write(encryption.get()) : null);
        statement.setString(9, stream.name());
    }

    private static void insertTags(Connection connection, DeliveryStream stream)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stream_tag (stream, key, value) VALUES (?, ?, ?)")) {
            for (StreamTag tag : stream.tags()) {
                insert.setString(1, stream.name());
                insert.setString(2, tag.key());
                insert.setString(3, tag.value().orElse(null));
                insert.executeUpdate();
            }
        }
    }

    /// The tags go with their stream; its logs are doomed.
    static void delete(Connection connection, DeliveryStream stream) throws SQLException {
        for (String log : stream.logIds()) {
            Sql.update(
                    connection,
                    "INSERT INTO doomed_log (log_id) VALUES (?) ON CONFLICT DO NOTHING",
                    log);
            Sql.update(
                    connection,
                    "DELETE FROM log_end WHERE log_id IN (?, ?)",
                    log,
                    ProcessedLog.idOf(log));
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM stream WHERE name = ?")) {
            delete.setString(1, stream.name());
            delete.executeUpdate();
        }
    }

    /// Logs whose streams were deleted, and which may be there still.
    static Set<String> doomedLogs(Connection connection) throws SQLException {
        return Set.copyOf(
                Sql.all(connection, "SELECT log_id FROM doomed_log", row -> row.getString(1)));
    }

    /// These logs are gone for good.
    static void forgetDoomed(Connection connection, Set<String> logs) throws SQLException {
        for (String log : logs) {
            Sql.update(connection, "DELETE FROM doomed_log WHERE log_id = ?", log);
        }
    }
}
