package io.hydrant.core.kms;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Feed;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.json.JsonMapper;

/// All keys and aliases, in memory for reading and in the catalog for keeping. A change is durable
/// before it can be read. Changes come one at a time, by [#change]. Safe for use from many threads.
final class KmsStore {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String KEY = "key";
    private static final String ALIAS = "alias";

    /// What is to be kept under a name; nothing when it is empty.
    private record Row(String kind, String name, Optional<Object> value) {
        private String place() {
            return kind + "/" + name;
        }

        private void write(Connection connection) throws SQLException {
            if (value.isEmpty()) {
                Sql.update(
                        connection,
                        "DELETE FROM kms_entity WHERE kind = ? AND name = ?",
                        kind,
                        name);
                return;
            }
            Sql.update(
                    connection,
                    "INSERT INTO kms_entity (kind, name, document) VALUES (?, ?, ?) ON CONFLICT"
                            + " (kind, name) DO UPDATE SET document = excluded.document",
                    kind,
                    name,
                    JSON.writeValueAsString(value.get()));
        }
    }

    private final class Copy implements Feed.Follower {
        @Override
        public Runnable all(Connection connection) throws SQLException {
            Map<String, String> found = new HashMap<>();
            Sql.all(
                            connection,
                            "SELECT kind, name, document FROM kms_entity",
                            row ->
                                    List.of(
                                            row.getString(1) + "/" + row.getString(2),
                                            row.getString(3)))
                    .forEach(row -> found.put(row.getFirst(), row.getLast()));
            return () -> {
                keys.keySet().removeIf(id -> !found.containsKey(KEY + "/" + id));
                aliases.keySet().removeIf(name -> !found.containsKey(ALIAS + "/" + name));
                found.forEach((place, document) -> take(place, Optional.of(document)));
            };
        }

        @Override
        public Runnable some(Connection connection, Collection<String> places) throws SQLException {
            Map<String, Optional<String>> found = new HashMap<>();
            for (String place : places) {
                int slash = place.indexOf('/');
                found.put(
                        place,
                        Sql.first(
                                connection,
                                "SELECT document FROM kms_entity WHERE kind = ? AND name = ?",
                                row -> row.getString(1),
                                place.substring(0, slash),
                                place.substring(slash + 1)));
            }
            return () -> found.forEach(this::take);
        }

        private void take(String place, Optional<String> document) {
            int slash = place.indexOf('/');
            String name = place.substring(slash + 1);
            if (place.startsWith(KEY + "/")) {
                set(keys, name, document.map(text -> JSON.readValue(text, KmsKey.class)));
            } else {
                set(aliases, name, document.map(text -> JSON.readValue(text, KeyAlias.class)));
            }
        }

        @Override
        public void news() throws IOException {
            changing.lock();
            try {
                feed.catchUp();
            } finally {
                changing.unlock();
            }
        }
    }

    /// Rows that are written with one commit.
    static final class Rows {
        private final List<Row> rows = new ArrayList<>();

        Rows put(KmsKey key) {
            rows.add(new Row(KEY, key.id(), Optional.of(key)));
            return this;
        }

        Rows put(KeyAlias alias) {
            rows.add(new Row(ALIAS, alias.name(), Optional.of(alias)));
            return this;
        }

        Rows remove(KmsKey key) {
            rows.add(new Row(KEY, key.id(), Optional.empty()));
            return this;
        }

        Rows remove(KeyAlias alias) {
            rows.add(new Row(ALIAS, alias.name(), Optional.empty()));
            return this;
        }
    }

    private final ConcurrentSkipListMap<String, KmsKey> keys = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<String, KeyAlias> aliases = new ConcurrentSkipListMap<>();
    private final ReentrantLock changing = new ReentrantLock();
    private final Feed feed;

    KmsStore(Database catalog) throws IOException {
        changing.lock(); // until the feed is known, others' news wait
        try {
            this.feed = catalog.follow(KmsSchema.DOMAIN, new Copy());
        } finally {
            changing.unlock();
        }
    }

    /// Checks and changes by what the catalog says now, while nobody else does.
    <T> T change(Feed.Change<T> change) throws IOException {
        changing.lock();
        try {
            return feed.untilUpToDate(change);
        } finally {
            changing.unlock();
        }
    }

    /// To be called within [#change].
    void write(Rows rows) throws IOException {
        feed.write(
                rows.rows.stream().map(Row::place).toList(),
                connection -> {
                    for (Row row : rows.rows) {
                        row.write(connection);
                    }
                    return rows.rows.size();
                });
        for (Row row : rows.rows) {
            if (row.kind().equals(KEY)) {
                set(keys, row.name(), row.value().map(KmsKey.class::cast));
            } else {
                set(aliases, row.name(), row.value().map(KeyAlias.class::cast));
            }
        }
    }

    private static <T> void set(Map<String, T> map, String name, Optional<T> value) {
        value.ifPresentOrElse(kept -> map.put(name, kept), () -> map.remove(name));
    }

    Optional<KmsKey> key(String id) {
        return looked(keys, id);
    }

    Optional<KeyAlias> alias(String name) {
        return looked(aliases, name);
    }

    /// Of what is not known here, other nodes may have heard.
    private <T> Optional<T> looked(Map<String, T> map, String name) {
        Optional<T> known = Optional.ofNullable(map.get(name));
        return known.isEmpty() && feed.lookAgain(changing)
                ? Optional.ofNullable(map.get(name))
                : known;
    }

    /// In order of their ids.
    NavigableMap<String, KmsKey> keys() {
        return keys;
    }

    /// In order of their names.
    NavigableMap<String, KeyAlias> aliases() {
        return aliases;
    }
}
