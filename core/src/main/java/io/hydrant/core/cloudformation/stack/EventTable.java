package io.hydrant.core.cloudformation.stack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

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

    /// Newest first. A position is the number of the last event before it.
    static Page<StackEvent> page(Connection connection, String stackId, Optional<String> position)
            throws SQLException {
        Page.Gathering<StackEvent> page = new Page.Gathering<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT number, document FROM stack_event WHERE stack = ? AND number < ?"
                                + " ORDER BY number DESC")) {
            select.setString(1, stackId);
            select.setLong(2, position.map(Long::parseLong).orElse(Long.MAX_VALUE));
            try (ResultSet row = select.executeQuery()) {
                boolean room = true;
                while (room && row.next()) {
                    long number = row.getLong(1);
                    String document = row.getString(2);
                    StackEvent event = Documents.read(document, StackEvent.class);
                    room =
                            page.add(
                                    numbered(event, number),
                                    Long.toString(number),
                                    document.length());
                }
            }
        }
        return page.page();
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
