package io.hydrant.core.iam;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Feed;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
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

        private Table(String kind, Class<T> type) {
            this.kind = kind;
            this.type = type;
        }

        Optional<T> get(String name) {
            return Optional.ofNullable(byName.get(key(name)));
        }

        /// As [#get]; of what is not known here, other nodes may have heard.
        Optional<T> getOrLook(String name) {
            Optional<T> known = get(name);
            return known.isEmpty() && feed.lookAgain(changing) ? get(name) : known;
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

        /// What the catalog has is put in the place of what was known.
        private void replace(Map<String, String> documents) {
            byName.keySet().retainAll(documents.keySet());
            documents.forEach(this::set);
        }

        private void set(String key, String document) {
            byName.put(key, JSON.readValue(document, type));
        }

        private String key(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    /// What is to be kept under a name; nothing when it is empty.
    record Row<T>(Table<T> table, String name, Optional<T> value) {
        private String key() {
            return table.kind + "/" + table.key(name);
        }

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
        feed().write(
                        rows.stream().map(Row::key).toList(),
                        connection -> {
                            int count = 0;
                            for (Row<?> row : rows) {
                                count += row.write(connection);
                            }
                            return count;
                        });
        rows.forEach(Row::remember);
    }

    /// What other nodes change is taken in under the lock of [IamChanges].
    private final class Copy implements Feed.Follower {
        @Override
        public Runnable all(Connection connection) throws SQLException {
            Map<String, Map<String, String>> found = new HashMap<>();
            Sql.all(
                            connection,
                            "SELECT kind, name, document FROM iam_entity",
                            row -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                    .forEach(row ->
                            found.computeIfAbsent(row.get(0), kind -> new HashMap<>())
                                    .put(row.get(1), row.get(2)));
            return () ->
                    tables.forEach(
                            (kind, table) -> table.replace(found.getOrDefault(kind, Map.of())));
        }

        @Override
        public Runnable some(Connection connection, Collection<String> keys) throws SQLException {
            Map<String, Optional<String>> found = new HashMap<>();
            for (String key : keys) {
                int slash = key.indexOf('/');
                found.put(
                        key,
                        Sql.first(
                                connection,
                                "SELECT document FROM iam_entity WHERE kind = ? AND name = ?",
                                row -> row.getString(1),
                                key.substring(0, slash),
                                key.substring(slash + 1)));
            }
            return () -> found.forEach(this::take);
        }

        private void take(String key, Optional<String> document) {
            int slash = key.indexOf('/');
            Table<?> table = tables.get(key.substring(0, slash));
            if (table != null) {
                String name = key.substring(slash + 1);
                document.ifPresentOrElse(
                        text -> table.set(name, text), () -> table.byName.remove(name));
            }
        }

        @Override
        public void news() throws IOException {
            changing.lock();
            try {
                feed().catchUp();
            } finally {
                changing.unlock();
            }
        }
    }

    /// How many parsed documents are remembered; bounds what policies that are gone still hold.
    private static final int PARSED_MAX = 10_000;

    private final ConcurrentHashMap<String, PolicyDocument> parsed = new ConcurrentHashMap<>();
    private final Map<String, Table<?>> tables = new HashMap<>();
    final Table<Identity> roles;
    final Table<Identity> users;
    final Table<Identity> groups;
    final Table<ManagedPolicy> policies;
    final Table<UserKey> keys;
    final Table<Session> sessions;

    /// Held while something changes.
    private final ReentrantLock changing;

    private final Feed feed;

    IamStore(Database catalog, ReentrantLock changing) throws IOException {
        this.changing = changing;
        this.roles = table("role", Identity.class);
        this.users = table("user", Identity.class);
        this.groups = table("group", Identity.class);
        this.policies = table("policy", ManagedPolicy.class);
        this.keys = table("key", UserKey.class);
        this.sessions = table("session", Session.class);
        changing.lock(); // until the feed is known, others' news wait
        try {
            this.feed = catalog.follow("iam", new Copy());
        } finally {
            changing.unlock();
        }
    }

    private <T> Table<T> table(String kind, Class<T> type) {
        Table<T> table = new Table<>(kind, type);
        tables.put(kind, table);
        return table;
    }

    Feed feed() {
        return feed;
    }

    Table<Identity> identities(Identity.Kind kind) {
        return switch (kind) {
            case ROLE -> roles;
            case USER -> users;
            case GROUP -> groups;
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
