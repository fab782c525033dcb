package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The catalog's rows of stacks and of the operations at work on them.
public final class StackTable {
    /// A stack's document without its template, which is most of it.
    private static final Abridgement DESCRIBED =
            Abridgement.NONE.with("settings.templateBody", "\"\"");

    private static final Abridgement SUMMARY =
            DESCRIBED.with("outputs", "[]").with("settings.parameters", "{}");

    private StackTable() {}

    public static void save(Connection connection, Stack stack) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "INSERT INTO stack (id, name, status, created_millis, document)"
                                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                                + " status = excluded.status, document = excluded.document")) {
            upsert.setString(1, stack.id());
            upsert.setString(2, stack.name());
            upsert.setString(3, stack.status().name());
            upsert.setLong(4, stack.created().toEpochMilli());
            upsert.setString(5, Documents.write(stack));
            upsert.executeUpdate();
        }
    }

    public static Optional<Stack> byId(Connection connection, String id) throws SQLException {
        return first(query(connection, "SELECT document FROM stack WHERE id = ?", id));
    }

    /// The stack that has the name now; deleted ones have none.
    public static Optional<Stack> live(Connection connection, String name) throws SQLException {
        return first(
                query(
                        connection,
                        "SELECT document FROM stack WHERE name = ? AND status <> 'DELETE_COMPLETE'",
                        name));
    }

    /// As [#byId] and [#live], without the template.
    static Optional<Stack> described(Connection connection, String nameOrId) throws SQLException {
        String wanted =
                StackId.isId(nameOrId) ? "id = ?" : "name = ? AND status <> 'DELETE_COMPLETE'";
        return Sql.first(
                connection,
                "SELECT " + DESCRIBED.column(connection) + " FROM stack WHERE " + wanted,
                row -> Documents.read(DESCRIBED.of(connection, row.getString(1)), Stack.class),
                nameOrId);
    }

    /// Newest first, those of some statuses, without their templates and, as `summaries`, without
    /// outputs and parameters. One document at a time is in memory beside the page.
    static Page<Stack> page(
            Connection connection,
            Collection<StackStatus> statuses,
            boolean summaries,
            Optional<String> position,
            Predicate<Stack> remembered)
            throws SQLException {
        long[] before = position.map(StackTable::place).orElse(new long[] {Long.MAX_VALUE, 0});
        Page.Gathering<Stack> page = new Page.Gathering<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT created_millis, rowid, status FROM stack"
                                + " WHERE (created_millis, rowid) < (?, ?)"
                                + " ORDER BY created_millis DESC, rowid DESC")) {
            select.setLong(1, before[0]);
            select.setLong(2, before[1]);
            try (ResultSet row = select.executeQuery()) {
                boolean room = true;
                while (room && row.next()) {
                    if (statuses.contains(StackStatus.valueOf(row.getString(3)))) {
                        String document = document(connection, row.getLong(2), summaries);
                        Stack stack = Documents.read(document, Stack.class);
                        String place = row.getLong(1) + "," + row.getLong(2);
                        room = !remembered.test(stack) || page.add(stack, place, document.length());
                    }
                }
            }
        }
        return page.page();
    }

    private static long[] place(String position) {
        String[] parts = position.split(",", -1);
        return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
    }

    private static String document(Connection connection, long row, boolean summary)
            throws SQLException {
        Abridgement abridged = summary ? SUMMARY : DESCRIBED;
        return Sql.first(
                        connection,
                        "SELECT " + abridged.column(connection) + " FROM stack WHERE rowid = ?",
                        found -> abridged.of(connection, found.getString(1)),
                        row)
                .orElseThrow();
    }

    /// The id of a stack, when an operation is at work on it.
    static Optional<String> atWork(Connection connection, String nameOrId) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id FROM stack WHERE status LIKE '%!_IN!_PROGRESS' ESCAPE '!'"
                        + " AND status <> 'REVIEW_IN_PROGRESS' AND "
                        + (StackId.isId(nameOrId) ? "id" : "name")
                        + " = ?",
                row -> row.getString(1),
                nameOrId);
    }

    /// The ids of those that an operation is at work on.
    static List<String> inProgress(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                "SELECT id FROM stack WHERE status LIKE '%!_IN!_PROGRESS' ESCAPE '!'"
                        + " AND status <> 'REVIEW_IN_PROGRESS' ORDER BY created_millis, rowid",
                row -> row.getString(1));
    }

    public static int liveCount(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT count(*) FROM stack WHERE status <> 'DELETE_COMPLETE'");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static Optional<Stack> first(List<Stack> stacks) {
        return stacks.stream().findFirst();
    }

    private static List<Stack> query(Connection connection, String sql, String... arguments)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                select.setString(i + 1, arguments[i]);
            }
            List<Stack> stacks = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    stacks.add(Documents.read(row.getString(1), Stack.class));
                }
            }
            return stacks;
        }
    }

    static void saveOperation(Connection connection, String stackId, Operation operation)
            throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "INSERT INTO stack_operation (stack, document) VALUES (?, ?)"
                                + " ON CONFLICT (stack) DO UPDATE"
                                + " SET document = excluded.document")) {
            upsert.setString(1, stackId);
            upsert.setString(2, Documents.write(operation));
            upsert.executeUpdate();
        }
    }

    public static Optional<Operation> operation(Connection connection, String stackId)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT document FROM stack_operation WHERE stack = ?")) {
            select.setString(1, stackId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(Documents.read(row.getString(1), Operation.class))
                        : Optional.empty();
            }
        }
    }
}
