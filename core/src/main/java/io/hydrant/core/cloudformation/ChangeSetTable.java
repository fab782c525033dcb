package io.hydrant.core.cloudformation;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.cloudformation.stack.Abridgement;
import io.hydrant.core.cloudformation.stack.Documents;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The catalog's rows of change sets.
final class ChangeSetTable {
    private static final Abridgement LISTED =
            Abridgement.NONE
                    .with("settings.templateBody", "\"\"")
                    .with("settings.parameters", "{}")
                    .with("changes", "[]");

    private ChangeSetTable() {}

    static void save(Connection connection, ChangeSet changeSet) throws SQLException {
        boolean executed =
                changeSet.executionStatus() == ChangeSet.ExecutionStatus.EXECUTE_COMPLETE;
        Sql.update(
                connection,
                "INSERT INTO stack_change_set (id, stack, name, created_millis, document, executed)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                        + " document = excluded.document, executed = excluded.executed",
                changeSet.id(),
                changeSet.stackId(),
                changeSet.name(),
                changeSet.created().toEpochMilli(),
                Documents.write(changeSet),
                executed ? 1 : 0);
    }

    static Optional<ChangeSet> byId(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection,
                "SELECT document FROM stack_change_set WHERE id = ?",
                ChangeSetTable::read,
                id);
    }

    /// The one that waits, or else the one of this name that was carried out last.
    static Optional<ChangeSet> byName(Connection connection, String stackId, String name)
            throws SQLException {
        return Sql.first(
                connection,
                "SELECT document FROM stack_change_set WHERE stack = ? AND name = ?"
                        + " ORDER BY executed, created_millis DESC, rowid DESC",
                ChangeSetTable::read,
                stackId,
                name);
    }

    /// Whether one of this name waits; one that was carried out has its name no longer.
    static boolean isTaken(Connection connection, String stackId, String name) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT 1 FROM stack_change_set WHERE stack = ? AND name = ? AND executed = 0",
                        row -> row.getInt(1),
                        stackId,
                        name)
                .isPresent();
    }

    /// Those that were not carried out, oldest first, without their templates, parameters and
    /// changes.
    static Page<ChangeSet> page(Connection connection, String stackId, Optional<String> position)
            throws SQLException {
        Page.Gathering<ChangeSet> page = new Page.Gathering<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT rowid, "
                                + LISTED.column(connection)
                                + " FROM stack_change_set WHERE stack = ? AND executed = 0 AND rowid > ?"
                                + " ORDER BY rowid")) {
            select.setString(1, stackId);
            select.setLong(2, position.map(Long::parseLong).orElse(0L));
            try (ResultSet row = select.executeQuery()) {
                boolean room = true;
                while (room && row.next()) {
                    String document = LISTED.of(connection, row.getString(2));
                    room =
                            page.add(
                                    Documents.read(document, ChangeSet.class),
                                    Long.toString(row.getLong(1)),
                                    document.length());
                }
            }
        }
        return page.page();
    }

    private static ChangeSet read(ResultSet row) throws SQLException {
        return Documents.read(row.getString(1), ChangeSet.class);
    }

    static void delete(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM stack_change_set WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    /// Writes down that a change set is carried out. The one before it is forgotten, and those that
    /// wait can no longer be.
    ///
    /// @throws io.hydrant.aws.ServiceException when it is gone, or was carried out by another
    static void execute(Connection connection, ChangeSet changeSet) throws SQLException {
        ChangeSet now =
                byId(connection, changeSet.id())
                        .orElseThrow(() ->
                                CloudFormationError.CHANGE_SET_NOT_FOUND.because(
                                        "ChangeSet [%s] does not exist", changeSet.id()));
        ChangeSets.refuseUnlessAvailable(now);
        Sql.update(
                connection,
                "DELETE FROM stack_change_set WHERE stack = ? AND executed = 1",
                changeSet.stackId());
        save(connection, now.at(ChangeSet.ExecutionStatus.EXECUTE_COMPLETE));
        makeObsolete(connection, changeSet.stackId());
    }

    /// Those of the stack that wait can no longer be carried out.
    static void makeObsolete(Connection connection, String stackId) throws SQLException {
        for (ChangeSet waiting : waiting(connection, stackId)) {
            if (waiting.executionStatus() == ChangeSet.ExecutionStatus.AVAILABLE) {
                save(connection, waiting.at(ChangeSet.ExecutionStatus.OBSOLETE));
            }
        }
    }

    private static List<ChangeSet> waiting(Connection connection, String stackId)
            throws SQLException {
        return Sql.all(
                connection,
                "SELECT document FROM stack_change_set WHERE stack = ? AND executed = 0",
                ChangeSetTable::read,
                stackId);
    }
}
