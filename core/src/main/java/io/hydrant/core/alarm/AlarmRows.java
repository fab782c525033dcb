package io.hydrant.core.alarm;

import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The rows of [AlarmsSchema].
final class AlarmRows {
    /// As long as CloudWatch tells what happened.
    static final Duration KEPT = Duration.ofDays(30);

    /// Of all alarms together: the oldest go first.
    static final long EVENTS_MAX = 10_000;

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private AlarmRows() {}

    static List<MetricAlarm> all(Connection connection) throws SQLException {
        return Sql.all(connection, "SELECT document FROM alarm ORDER BY name", row -> alarm(row));
    }

    static Optional<MetricAlarm> find(Connection connection, String name) throws SQLException {
        return Sql.first(
                connection, "SELECT document FROM alarm WHERE name = ?", row -> alarm(row), name);
    }

    private static MetricAlarm alarm(ResultSet row) throws SQLException {
        return JSON.readValue(row.getString(1), MetricAlarm.class);
    }

    static long count(Connection connection) throws SQLException {
        return Sql.first(connection, "SELECT COUNT(*) FROM alarm", row -> row.getLong(1))
                .orElse(0L);
    }

    static void put(Connection connection, MetricAlarm alarm) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO alarm (name, document) VALUES (?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET document = excluded.document",
                alarm.name(),
                JSON.writeValueAsString(alarm));
    }

    static void delete(Connection connection, String name) throws SQLException {
        Sql.update(connection, "DELETE FROM alarm WHERE name = ?", name);
    }

    static void happened(
            Connection connection,
            String alarm,
            Instant at,
            AlarmEvent.Kind kind,
            String summary,
            String data)
            throws SQLException {
        long number =
                Sql.first(connection, "SELECT MAX(number) FROM alarm_event", row -> row.getLong(1))
                                .orElse(0L)
                        + 1;
        Sql.update(
                connection,
                "INSERT INTO alarm_event (number, alarm, at_millis, kind, summary, data)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                number,
                alarm,
                at.toEpochMilli(),
                kind.name(),
                summary,
                data);
        Sql.update(
                connection,
                "DELETE FROM alarm_event WHERE number <= ? OR at_millis < ?",
                number - EVENTS_MAX,
                at.minus(KEPT).toEpochMilli());
    }

    /// The latest first.
    static List<AlarmEvent> events(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                "SELECT number, alarm, at_millis, kind, summary, data FROM alarm_event"
                        + " ORDER BY number DESC",
                row ->
                        new AlarmEvent(
                                row.getLong(1),
                                row.getString(2),
                                Instant.ofEpochMilli(row.getLong(3)),
                                AlarmEvent.Kind.valueOf(row.getString(4)),
                                row.getString(5),
                                row.getString(6)));
    }
}
