package io.hydrant.core.ssm;

import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The rows of [SsmSchema].
final class ParameterRows {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String PARAMETERS =
            "SELECT p.name, p.mark, p.tags, v.version, v.document FROM ssm_parameter p"
                    + " JOIN ssm_parameter_version v ON v.name = p.name AND v.version = p.latest";

    private static final String VERSIONS =
            "SELECT name, version, document FROM" + " ssm_parameter_version WHERE name = ?";

    private ParameterRows() {}

    static Optional<SsmParameter> parameter(Connection connection, String name)
            throws SQLException {
        return Sql.first(
                connection, PARAMETERS + " WHERE p.name = ?", ParameterRows::parameter, name);
    }

    /// In order of their names.
    static List<SsmParameter> parameters(Connection connection, String after, int max)
            throws SQLException {
        return Sql.all(
                connection,
                PARAMETERS + " WHERE p.name > ? ORDER BY p.name LIMIT ?",
                ParameterRows::parameter,
                after,
                max);
    }

    private static SsmParameter parameter(ResultSet row) throws SQLException {
        SequencedMap<String, String> tags = new TreeMap<>();
        JSON.readTree(row.getString(3))
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().stringValue()));
        return new SsmParameter(
                row.getString(1),
                row.getString(2),
                version(row.getString(1), row.getLong(4), row.getString(5)),
                tags);
    }

    static Optional<ParameterVersion> version(Connection connection, String name, long version)
            throws SQLException {
        return Sql.first(
                connection, VERSIONS + " AND version = ?", ParameterRows::version, name, version);
    }

    /// Oldest first.
    static List<ParameterVersion> versions(Connection connection, String name) throws SQLException {
        return Sql.all(connection, VERSIONS + " ORDER BY version", ParameterRows::version, name);
    }

    private static ParameterVersion version(ResultSet row) throws SQLException {
        return version(row.getString(1), row.getLong(2), row.getString(3));
    }

    private static ParameterVersion version(String name, long version, String text) {
        JsonNode document = JSON.readTree(text);
        return new ParameterVersion(
                name,
                version,
                ParameterKind.of(document.path("Type").stringValue()).orElseThrow(),
                document.path("Value").stringValue(),
                document.path("KeyId").stringValueOpt(),
                document.path("Description").stringValueOpt(),
                document.path("AllowedPattern").stringValueOpt(),
                ParameterTier.of(document.path("Tier").stringValue()).orElseThrow(),
                Instant.ofEpochMilli(document.path("ModifiedMillis").longValue()),
                document.path("ModifiedBy").stringValue(),
                document.path("Labels").valueStream().map(JsonNode::stringValue).toList());
    }

    private static String document(ParameterVersion version) {
        ObjectNode document = JSON.createObjectNode();
        document.put("Type", version.kind().wireName());
        document.put("Value", version.value());
        version.keyId().ifPresent(key -> document.put("KeyId", key));
        version.description().ifPresent(text -> document.put("Description", text));
        version.allowedPattern().ifPresent(text -> document.put("AllowedPattern", text));
        document.put("Tier", version.tier().wireName());
        document.put("ModifiedMillis", version.modified().toEpochMilli());
        document.put("ModifiedBy", version.modifiedBy());
        version.labels().forEach(document.putArray("Labels")::add);
        return document.toString();
    }

    static long count(Connection connection, ParameterTier tier) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT count(*) FROM ssm_parameter WHERE tier = ?",
                        row -> row.getLong(1),
                        tier.wireName())
                .orElse(0L);
    }

    static void insert(
            Connection connection, ParameterVersion first, String mark, Map<String, String> tags)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO ssm_parameter (name, mark, tier, latest, tags)"
                        + " VALUES (?, ?, ?, ?, ?)",
                first.name(),
                mark,
                first.tier().wireName(),
                first.version(),
                JSON.writeValueAsString(new TreeMap<>(tags)));
        insert(connection, first);
    }

    /// A version beside the others, which is the newest now.
    static void append(Connection connection, ParameterVersion newest) throws SQLException {
        Sql.update(
                connection,
                "UPDATE ssm_parameter SET latest = ?, tier = ? WHERE name = ?",
                newest.version(),
                newest.tier().wireName(),
                newest.name());
        insert(connection, newest);
    }

    private static void insert(Connection connection, ParameterVersion version)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO ssm_parameter_version (name, version, document) VALUES (?, ?, ?)",
                version.name(),
                version.version(),
                document(version));
    }

    static void update(Connection connection, ParameterVersion version) throws SQLException {
        Sql.update(
                connection,
                "UPDATE ssm_parameter_version SET document = ? WHERE name = ? AND version = ?",
                document(version),
                version.name(),
                version.version());
    }

    static void remove(Connection connection, ParameterVersion version) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM ssm_parameter_version WHERE name = ? AND version = ?",
                version.name(),
                version.version());
    }

    static void tag(Connection connection, String name, Map<String, String> tags)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE ssm_parameter SET tags = ? WHERE name = ?",
                JSON.writeValueAsString(new TreeMap<>(tags)),
                name);
    }

    /// How many were deleted; their versions go with them.
    static int delete(Connection connection, String name, Optional<String> mark)
            throws SQLException {
        return mark.isPresent()
                ? Sql.update(
                        connection,
                        "DELETE FROM ssm_parameter WHERE name = ? AND mark = ?",
                        name,
                        mark.get())
                : Sql.update(connection, "DELETE FROM ssm_parameter WHERE name = ?", name);
    }
}
