package io.hydrant.core.logevents;

import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rows of events. For use inside a transaction.
final class EventRows {
    /// How many events a search looks at before its page ends, and their bytes.
    private static final int LOOKED_AT_MAX = 50_000;

    private static final long LOOKED_AT_BYTES_MAX = 16 << 20;

    /// The bytes of a page.
    private static final long PAGE_BYTES_MAX = 1 << 20;

    /// How many of those that were there longest go at a time when room is needed.
    private static final int GIVEN_UP_AT_ONCE = 2_000;

    private static final String EVENTS =
            "SELECT e.id, s.name, e.at_millis, e.ingested_millis, e.message, e.bytes FROM log_event"
                    + " e JOIN log_stream s ON s.id = e.log_stream WHERE ";

    /// Between two places; the times alone would make the index enough, the rest says exactly.
    private static final String BETWEEN =
            " AND (e.at_millis, e.id) > (?, ?) AND (e.at_millis, e.id) < (?, ?) ORDER BY";

    private EventRows() {}

    static void insert(
            Connection connection,
            LogGroup group,
            LogStream stream,
            List<EventInput> events,
            long nowMillis)
            throws SQLException {
        long bytes = 0;
        for (EventInput event : events) {
            long length = event.bytes();
            bytes += length;
            Sql.update(
                    connection,
                    "INSERT INTO log_event (log_group, log_stream, at_millis, ingested_millis,"
                            + " bytes, message) VALUES (?, ?, ?, ?, ?, ?)",
                    group.id(),
                    stream.id(),
                    event.atMillis(),
                    nowMillis,
                    length,
                    event.message());
        }
        Sql.update(
                connection,
                "UPDATE log_stream SET ingested_millis = ?,"
                        + " first_millis = MIN(COALESCE(first_millis, ?), ?),"
                        + " last_millis = MAX(COALESCE(last_millis, ?), ?) WHERE id = ?",
                nowMillis,
                events.getFirst().atMillis(),
                events.getFirst().atMillis(),
                events.getLast().atMillis(),
                events.getLast().atMillis(),
                stream.id());
        addStored(connection, group.id(), bytes);
    }

    private static void addStored(Connection connection, long group, long bytes)
            throws SQLException {
        Sql.update(
                connection,
                "UPDATE log_group SET stored_bytes = MAX(0, stored_bytes + ?) WHERE id = ?",
                bytes,
                group);
    }

    /// Those of a group that a query wants.
    static EventPage search(Connection connection, LogGroup group, EventQuery query)
            throws SQLException {
        String sql = EVENTS + "e.log_group = ?" + BETWEEN + " e.at_millis, e.id";
        return read(connection, sql, group.id(), query);
    }

    /// Those of a stream, from either end on; the page is in the order in which they were looked
    /// at.
    static EventPage page(
            Connection connection, LogStream stream, EventQuery query, boolean isFromHead)
            throws SQLException {
        String order = isFromHead ? " e.at_millis, e.id" : " e.at_millis DESC, e.id DESC";
        return read(connection, EVENTS + "e.log_stream = ?" + BETWEEN + order, stream.id(), query);
    }

    private static EventPage read(Connection connection, String sql, long of, EventQuery query)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, of);
            select.setLong(2, query.behind().atMillis());
            select.setLong(3, query.behind().id());
            select.setLong(4, query.before().atMillis());
            select.setLong(5, query.before().id());
            try (ResultSet rows = select.executeQuery()) {
                return read(rows, query);
            }
        }
    }

    private static EventPage read(ResultSet rows, EventQuery query) throws SQLException {
        List<LogEvent> found = new ArrayList<>();
        EventPlace end = query.behind();
        long looked = 0;
        long lookedBytes = 0;
        long foundBytes = 0;
        while (rows.next()) {
            long bytes = rows.getLong(6);
            boolean isFull =
                    found.size() >= query.limit()
                            || looked >= LOOKED_AT_MAX
                            || lookedBytes >= LOOKED_AT_BYTES_MAX
                            || !found.isEmpty() && foundBytes + bytes > PAGE_BYTES_MAX;
            if (isFull) {
                return new EventPage(found, end, false);
            }
            LogEvent event = event(rows);
            end = event.place();
            looked++;
            lookedBytes += bytes;
            if (query.wants(event)) {
                found.add(event);
                foundBytes += bytes;
            }
        }
        return new EventPage(found, end, true);
    }

    private static LogEvent event(ResultSet row) throws SQLException {
        return new LogEvent(
                row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4), row.getString(5));
    }

    /// The events of a deleted group or stream, whose bytes go from their group.
    static void deleteOf(Connection connection, LogGroup group, LogStream stream)
            throws SQLException {
        long bytes =
                Sql.first(
                                connection,
                                "SELECT COALESCE(SUM(bytes), 0) FROM log_event WHERE log_stream ="
                                        + " ?",
                                row -> row.getLong(1),
                                stream.id())
                        .orElse(0L);
        Sql.update(connection, "DELETE FROM log_event WHERE log_stream = ?", stream.id());
        addStored(connection, group.id(), -bytes);
    }

    /// What a group's retention lets go of.
    static void expire(Connection connection, LogGroup group, long beforeMillis)
            throws SQLException {
        long bytes =
                Sql.first(
                                connection,
                                "SELECT COALESCE(SUM(bytes), 0) FROM log_event WHERE log_group = ?"
                                        + " AND at_millis < ?",
                                row -> row.getLong(1),
                                group.id(),
                                beforeMillis)
                        .orElse(0L);
        if (bytes > 0) {
            Sql.update(
                    connection,
                    "DELETE FROM log_event WHERE log_group = ? AND at_millis < ?",
                    group.id(),
                    beforeMillis);
            addStored(connection, group.id(), -bytes);
        }
    }

    /// What is in the file, without what is free there.
    static long usedBytes(Connection connection) throws SQLException {
        long pages = number(connection, "PRAGMA page_count");
        long free = number(connection, "PRAGMA freelist_count");
        return (pages - free) * number(connection, "PRAGMA page_size");
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Sql.first(connection, sql, row -> row.getLong(1)).orElse(0L);
    }

    /// Gives up events that were there longest, until the file takes no more than that. Returns how
    /// many went.
    static long makeRoom(Connection connection, long bytesMax) throws SQLException {
        long gone = 0;
        while (usedBytes(connection) > bytesMax) {
            Optional<Long> upTo =
                    Sql.first(
                            connection,
                            "SELECT MAX(id) FROM (SELECT id FROM log_event ORDER BY id LIMIT ?)",
                            row -> row.getLong(1),
                            GIVEN_UP_AT_ONCE);
            int now = giveUp(connection, upTo.orElse(0L));
            if (now == 0) {
                break; // what is left are groups and streams
            }
            gone += now;
        }
        return gone;
    }

    private static int giveUp(Connection connection, long upTo) throws SQLException {
        Sql.update(
                connection,
                "UPDATE log_group SET stored_bytes = MAX(0, stored_bytes - (SELECT"
                        + " COALESCE(SUM(bytes), 0) FROM log_event e WHERE e.log_group = log_group.id"
                        + " AND e.id <= ?)) WHERE id IN (SELECT log_group FROM log_event WHERE id <="
                        + " ?)",
                upTo,
                upTo);
        Sql.update(
                connection,
                "UPDATE given_up SET bytes = bytes + (SELECT COALESCE(SUM(bytes), 0) FROM log_event"
                        + " WHERE id <= ?), events = events + (SELECT COUNT(*) FROM log_event WHERE"
                        + " id <= ?)",
                upTo,
                upTo);
        return Sql.update(connection, "DELETE FROM log_event WHERE id <= ?", upTo);
    }

    static long givenUp(Connection connection) throws SQLException {
        return number(connection, "SELECT events FROM given_up");
    }
}
