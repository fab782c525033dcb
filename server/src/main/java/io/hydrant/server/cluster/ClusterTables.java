package io.hydrant.server.cluster;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.log.ShardLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The rows by which nodes know of each other, in SQL that both databases understand. The clock is
/// the database's, which all nodes share.
///
/// Of each log there is one row, by whichever node reads it in the latest epoch: whoever was taken
/// for dead and wakes writes in an earlier one, and changes nothing.
final class ClusterTables {
    /// What is written of a log that was not taken up: it says why, and stands in nobody's way.
    static final long NO_EPOCH = -1;

    private static final Duration NODES_KEPT = Duration.ofDays(1);

    private static final String OF_SQLITE = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
    private static final String OF_POSTGRESQL =
            "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";

    private ClusterTables() {}

    /// @param node its id; empty when its owner let it go
    /// @param writtenMillis when the row was written
    /// @param knownMillis when it was so
    /// @param answeredMillis the latest wish to know it that was heard before; 0 when there was
    ///   none
    record State(
            String log,
            String node,
            long epoch,
            long writtenMillis,
            long knownMillis,
            long answeredMillis,
            String document) {}

    /// @param kind what is wished
    record Wish(String log, String kind, long askedMillis) {}

    private static String clock(Connection connection) {
        return Sql.isSqlite(connection) ? OF_SQLITE : OF_POSTGRESQL;
    }

    static long now(Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT " + clock(connection), row -> row.getLong(1))
                .orElseThrow();
    }

    /// @param wholeMillis up to when all is written that its streams came to; 0 when not all is
    static void renew(Connection connection, Self self, Standing standing, long wholeMillis)
            throws SQLException {
        long now = now(connection);
        StoreState store = standing.store().apply(Instant.ofEpochMilli(now));
        Sql.update(
                connection,
                "INSERT INTO node (id, name, endpoint, version, started_millis, seen_millis,"
                        + " clock_ahead_millis, store_reached_millis, store_failing_millis,"
                        + " store_words, stands_aside, whole_millis)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                        + " name = excluded.name, endpoint = excluded.endpoint,"
                        + " version = excluded.version, started_millis = excluded.started_millis,"
                        + " seen_millis = excluded.seen_millis,"
                        + " clock_ahead_millis = excluded.clock_ahead_millis,"
                        + " store_reached_millis = excluded.store_reached_millis,"
                        + " store_failing_millis = excluded.store_failing_millis,"
                        + " store_words = excluded.store_words,"
                        + " stands_aside = excluded.stands_aside, whole_millis ="
                        + " CASE WHEN excluded.whole_millis > node.whole_millis"
                        + " THEN excluded.whole_millis ELSE node.whole_millis END",
                self.id(),
                self.name(),
                self.endpoint(),
                self.version(),
                self.started().toEpochMilli(),
                now,
                standing.clockAhead().toMillis(),
                store.reached().toEpochMilli(),
                store.failingSince().map(Instant::toEpochMilli).orElse(0L),
                store.words(),
                store.standsAside() ? 1L : 0L,
                wholeMillis);
    }

    /// In the transaction that looks whether another does.
    static void standAside(Connection connection, String node, boolean stands) throws SQLException {
        Sql.update(
                connection,
                "UPDATE node SET stands_aside = ? WHERE id = ?",
                stands ? 1L : 0L,
                node);
    }

    /// How a node is doing.
    ///
    /// @param store what it says of the S3, given the database's time
    record Standing(Duration clockAhead, Function<Instant, StoreState> store) {
        static final Standing UNKNOWN = new Standing(Duration.ZERO, _ -> StoreState.UNKNOWN);
    }

    /// What a node says of itself.
    record Self(String id, String name, String endpoint, String version, Instant started) {
        Self at(String other) {
            return new Self(id, name, other, version, started);
        }
    }

    static List<ClusterNode> nodes(Connection connection) throws SQLException {
        long now = now(connection);
        return Sql.all(
                connection,
                "SELECT id, name, endpoint, version, started_millis, seen_millis, whole_millis,"
                        + " store_reached_millis, store_failing_millis, store_words, stands_aside,"
                        + " clock_ahead_millis FROM node ORDER BY name, id",
                row ->
                        new ClusterNode(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                Instant.ofEpochMilli(row.getLong(5)),
                                Instant.ofEpochMilli(row.getLong(6)),
                                Duration.ofMillis(Math.max(0, now - row.getLong(6))),
                                Instant.ofEpochMilli(row.getLong(7)),
                                store(row),
                                Duration.ofMillis(row.getLong(12))));
    }

    private static StoreState store(ResultSet row) throws SQLException {
        long failingMillis = row.getLong(9);
        return new StoreState(
                Instant.ofEpochMilli(row.getLong(8)),
                failingMillis == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(failingMillis)),
                row.getString(10),
                row.getLong(11) != 0);
    }

    /// Takes the node off the list, and lets go of what it had.
    static void leave(Connection connection, String node) throws SQLException {
        letGoOfAll(connection, node);
        Sql.update(connection, "DELETE FROM node WHERE id = ?", node);
    }

    /// What a node had before its start it has not anymore.
    static void letGoOfAll(Connection connection, String node) throws SQLException {
        Sql.update(
                connection,
                "UPDATE stream_state SET node = '', written_millis = "
                        + clock(connection)
                        + " WHERE node = ?",
                node);
    }

    static void letGo(Connection connection, String node, Collection<String> logs)
            throws SQLException {
        batch(
                connection,
                "UPDATE stream_state SET node = '', written_millis = "
                        + clock(connection)
                        + " WHERE log_id = ? AND node = ?",
                logs.stream().sorted().map(log -> List.<Object>of(log, node)).toList());
    }

    /// In the order of their logs, so that nodes do not wait for one another in a circle.
    static void write(Connection connection, String node, Collection<State> states)
            throws SQLException {
        batch(
                connection,
                "INSERT INTO stream_state (log_id, node, epoch, written_millis, known_millis, answered_millis, document)"
                        + " VALUES (?, ?, ?, "
                        + clock(connection)
                        + ", ?, ?, ?) ON CONFLICT (log_id) DO UPDATE SET node = excluded.node,"
                        + " epoch = CASE WHEN excluded.epoch < 0 THEN stream_state.epoch"
                        + " ELSE excluded.epoch END,"
                        + " written_millis = excluded.written_millis,"
                        + " known_millis = excluded.known_millis,"
                        + " answered_millis = excluded.answered_millis, document = excluded.document"
                        + " WHERE stream_state.epoch <= excluded.epoch"
                        + " OR excluded.epoch < 0 AND (stream_state.node IN ('', excluded.node)"
                        + " OR stream_state.written_millis < excluded.written_millis - "
                        + ClusterNode.SILENCE_MAX.toMillis()
                        + ")",
                states.stream()
                        .sorted((a, b) -> a.log().compareTo(b.log()))
                        .map(state ->
                                List.<Object>of(
                                        state.log(),
                                        node,
                                        state.epoch(),
                                        state.knownMillis(),
                                        state.answeredMillis(),
                                        state.document()))
                        .toList());
    }

    private static void batch(Connection connection, String sql, List<List<Object>> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (List<Object> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    statement.setObject(i + 1, row.get(i));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static final String STATE =
            "SELECT log_id, node, epoch, written_millis, known_millis, answered_millis, document FROM stream_state";

    static List<State> states(Connection connection, long writtenSinceMillis) throws SQLException {
        return Sql.all(
                connection,
                STATE + " WHERE written_millis >= ?",
                ClusterTables::state,
                writtenSinceMillis);
    }

    static Optional<State> state(Connection connection, String log) throws SQLException {
        return Sql.first(connection, STATE + " WHERE log_id = ?", ClusterTables::state, log);
    }

    private static State state(ResultSet row) throws SQLException {
        return new State(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getString(7));
    }

    static List<Wish> wishes(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                "SELECT log_id, kind, asked_millis FROM stream_wish",
                row -> new Wish(row.getString(1), row.getString(2), row.getLong(3)));
    }

    /// @return when it was wished; no two wishes of a kind for a log are of the same time
    static long wish(Connection connection, String log, String kind) throws SQLException {
        return Sql.first(
                        connection,
                        "INSERT INTO stream_wish (log_id, kind, asked_millis) VALUES (?, ?, ?)"
                                + " ON CONFLICT (log_id, kind) DO UPDATE SET asked_millis ="
                                + " CASE WHEN excluded.asked_millis > stream_wish.asked_millis"
                                + " THEN excluded.asked_millis ELSE stream_wish.asked_millis + 1 END"
                                + " RETURNING asked_millis",
                        row -> row.getLong(1),
                        log,
                        kind,
                        now(connection))
                .orElseThrow();
    }

    /// Unless it was wished again meanwhile.
    static void done(Connection connection, Collection<Wish> wishes) throws SQLException {
        batch(
                connection,
                "DELETE FROM stream_wish WHERE log_id = ? AND kind = ? AND asked_millis = ?",
                wishes.stream()
                        .map(wish -> List.<Object>of(wish.log(), wish.kind(), wish.askedMillis()))
                        .toList());
    }

    /// Forgets nodes that were not seen for a day, and what is left of streams that are gone.
    static void sweep(Connection connection) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM node WHERE seen_millis < ?",
                now(connection) - NODES_KEPT.toMillis());
        for (String table : List.of("stream_state", "stream_wish")) {
            List<String> gone = new ArrayList<>();
            Set<String> known =
                    Set.copyOf(
                            Sql.all(
                                    connection,
                                    "SELECT log_id FROM stream",
                                    row -> row.getString(1)));
            for (String log :
                    Sql.all(
                            connection,
                            "SELECT DISTINCT log_id FROM " + table,
                            row -> row.getString(1))) {
                if (!known.contains(ShardLog.streams(log))) {
                    gone.add(log);
                }
            }
            batch(
                    connection,
                    "DELETE FROM " + table + " WHERE log_id = ?",
                    gone.stream().sorted().map(log -> List.<Object>of(log)).toList());
        }
    }
}
