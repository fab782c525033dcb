package io.hydrant.core.cloudformation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The catalog's rows of stack events.
final class EventTable {
    private EventTable() {}

    static void insert(Connection connection, StackEvent event) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stack_event (stack, document) VALUES (?, ?)")) {
            insert.setString(1, event.stackId());
            insert.setString(2, Documents.write(event));
            insert.executeUpdate();
        }
    }

    /// Newest first: at most `limit` of those before the event `before`.
    static List<StackEvent> page(Connection connection, String stackId, long before, int limit)
            throws SQLException {
        List<StackEvent> events = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT number, document FROM stack_event WHERE stack = ? AND number < ?"
                                + " ORDER BY number DESC LIMIT ?")) {
            select.setString(1, stackId);
            select.setLong(2, before);
            select.setInt(3, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    StackEvent event = Documents.read(row.getString(2), StackEvent.class);
                    events.add(numbered(event, row.getLong(1)));
                }
            }
        }
        return events;
    }

    private static StackEvent numbered(StackEvent event, long number) {
        return new StackEvent(
                number,
                event.stackId(),
                event.stackName(),
                event.eventId(),
                event.logicalId(),
                event.physicalId(),
                event.type(),
                event.time(),
                event.status(),
                event.reason(),
                event.properties(),
                event.token());
    }
}
