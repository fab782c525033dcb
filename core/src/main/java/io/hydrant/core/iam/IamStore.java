package io.hydrant.core.iam;

import io.hydrant.core.catalog.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import tools.jackson.databind.json.JsonMapper;

/// Everything IAM knows, in memory for reading and in the catalog for keeping. A change is durable
/// before it can be read. Safe for reading from many threads; changes come one at a time, by
/// [IamChanges].
final class IamStore {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// One kind of document, by name. Names of roles, users and policies are unique without regard
    /// to case, so they are kept under their lower-case form.
    final class Table<T> {
        private final String kind;
        private final Class<T> type;
        private final ConcurrentSkipListMap<String, T> byName = new ConcurrentSkipListMap<>();

        private Table(String kind, Class<T> type) throws IOException {
            this.kind = kind;
            this.type = type;
            catalog.read(this::load);
        }

        Optional<T> get(String name) {
            return Optional.ofNullable(byName.get(key(name)));
        }

        /// All of them in order of their names.
        Collection<T> all() {
            return List.copyOf(byName.values());
        }

        Optional<T> first(Predicate<T> wanted) {
            return byName.values().stream().filter(wanted).findFirst();
        }

        void put(String name, T value) throws IOException {
            write(List.of(new Row<>(this, name, Optional.of(value))));
        }

        void remove(String name) throws IOException {
            write(List.of(new Row<>(this, name, Optional.empty())));
        }

        private int load(Connection connection) throws SQLException {
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            "SELECT name, document FROM iam_entity WHERE kind = ?")) {
                statement.setString(1, kind);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        byName.put(rows.getString(1), JSON.readValue(rows.getString(2), type));
                    }
                }
            }
            return byName.size();
        }

        private String key(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    /// What is to be kept under a name; nothing when it is empty.
    record Row<T>(Table<T> table, String name, Optional<T> value) {
        private int write(Connection connection) throws SQLException {
            return value.isPresent()
                    ? execute(
                            connection,
                            "INSERT INTO iam_entity (kind, name, document) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (kind, name) DO UPDATE"
                                    + " SET document = excluded.document",
                            table.kind,
                            table.key(name),
                            JSON.writeValueAsString(value.get()))
                    : execute(
                            connection,
                            "DELETE FROM iam_entity WHERE kind = ? AND name = ?",
                            table.kind,
                            table.key(name));
        }

        private void remember() {
            value.ifPresentOrElse(
                    kept -> table.byName.put(table.key(name), kept),
                    () -> table.byName.remove(table.key(name)));
        }
    }

    /// All of them with one commit, and then known here in their order.
    void write(List<Row<?>> rows) throws IOException {
        catalog.write(connection -> {
            int count = 0;
            for (Row<?> row : rows) {
                count += row.write(connection);
            }
            return count;
        });
        rows.forEach(Row::remember);
    }

    /// How many parsed documents are remembered; bounds what policies that are gone still hold.
    private static final int PARSED_MAX = 10_000;

    private final Database catalog;
    private final ConcurrentHashMap<String, PolicyDocument> parsed = new ConcurrentHashMap<>();
    final Table<Identity> roles;
    final Table<Identity> users;
    final Table<ManagedPolicy> policies;
    final Table<UserKey> keys;
    final Table<Session> sessions;

    IamStore(Database catalog) throws IOException {
        this.catalog = catalog;
        this.roles = new Table<>("role", Identity.class);
        this.users = new Table<>("user", Identity.class);
        this.policies = new Table<>("policy", ManagedPolicy.class);
        this.keys = new Table<>("key", UserKey.class);
        this.sessions = new Table<>("session", Session.class);
    }

    Table<Identity> identities(Identity.Kind kind) {
        return switch (kind) {
            case ROLE -> roles;
            case USER -> users;
        };
    }

    /// The parsed form of a document. It is remembered by the text itself, so it never grows stale.
    PolicyDocument parsed(String document) {
        if (parsed.size() >= PARSED_MAX) {
            parsed.clear();
        }
        return parsed.computeIfAbsent(document, PolicyDocument::parse);
    }

    private static int execute(Connection connection, String sql, String... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
