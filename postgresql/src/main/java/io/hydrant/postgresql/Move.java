package io.hydrant.postgresql;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Database.Schema;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Moves a catalog from a file into an empty PostgreSQL database, in one transaction: all of it is
/// there afterwards, or nothing. Done again after a kill it finds what it did, and does nothing.
public final class Move {
    private static final int BATCH_ROWS = 500;

    private final DatabaseAddress address;
    private final DatabaseNode node;

    public Move(DatabaseAddress address, DatabaseNode node) {
        this.address = address;
        this.node = node;
    }

    /// What is in the database afterwards.
    ///
    /// @param catalog its id
    /// @param rows how many each table has
    /// @param isNew whether it was moved now, and not before
    public record Moved(String catalog, SequencedMap<String, Long> rows, boolean isNew) {
        public Moved {
            rows = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(rows));
        }
    }

    /// @throws IOException with a message for people, also when the database has a catalog already
    public Moved carryOut(Optional<String> password, List<Schema> schemas, Database from)
            throws IOException {
        try (PostgresConnections connections =
                        new PostgresConnections(address, password, "hydrant migrate");
                Connection to = connections.openPatient()) {
            Migrations.carryOut(to, address, schemas);
            List<String> tables = tables(to);
            boolean isMoved = isMovedFromHere(to);
            if (!isMoved) {
                refuseUnlessEmpty(to, tables);
            }
            String catalog =
                    new Admission(address, node, Optional.empty()).admit(to, "migrate").id();
            if (!isMoved) {
                from.read(file -> {
                    for (String table : tables) {
                        copy(file, to, table);
                    }
                    return tables;
                });
                Sql.update(to, "UPDATE hydrant_catalog SET moved_from = ?", node.id());
            }
            SequencedMap<String, Long> rows = counts(to, tables);
            to.commit();
            return new Moved(catalog, rows, !isMoved);
        } catch (SQLException e) {
            throw new IOException(
                    "The catalog could not be moved to %s: %s. Nothing of it is there; or, when the answer to the last step was lost, all of it: the same command again tells, and does no harm."
                            .formatted(address, PostgresWords.of(e)),
                    e);
        }
    }

    private boolean isMovedFromHere(Connection to) throws SQLException {
        return Sql.first(
                        to,
                        "SELECT moved_from FROM hydrant_catalog",
                        row -> String.valueOf(row.getString(1)))
                .filter(node.id()::equals)
                .isPresent();
    }

    /// Those that others refer to first.
    private static List<String> tables(Connection to) throws SQLException {
        return Sql.all(
                to,
                "SELECT t.table_name FROM information_schema.tables t"
                        + " WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
                        + " AND t.table_name <> 'schema_steps' AND t.table_name NOT LIKE 'hydrant!_%' ESCAPE '!'"
                        + " ORDER BY EXISTS (SELECT 1 FROM information_schema.table_constraints c"
                        + " WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name"
                        + " AND c.constraint_type = 'FOREIGN KEY'), t.table_name",
                row -> row.getString(1));
    }

    private void refuseUnlessEmpty(Connection to, List<String> tables)
            throws SQLException, IOException {
        if (Admission.find(to).isPresent()
                || counts(to, tables).values().stream().anyMatch(n -> n > 0)) {
            throw new IOException(
                    "%s has a catalog already, and another cannot be moved into it. Make an empty database (createdb), or an empty schema (?currentSchema=NAME)."
                            .formatted(address));
        }
    }

    private static SequencedMap<String, Long> counts(Connection to, List<String> tables)
            throws SQLException {
        SequencedMap<String, Long> counts = new LinkedHashMap<>();
        for (String table : tables) {
            counts.put(
                    table,
                    Sql.first(to, "SELECT count(*) FROM " + table, row -> row.getLong(1))
                            .orElse(0L));
        }
        return counts;
    }

    private static void copy(Connection from, Connection to, String table) throws SQLException {
        if (!Sql.hasTable(from, table)) {
            return;
        }
        List<String> columns =
                Sql.all(
                        to,
                        "SELECT column_name FROM information_schema.columns"
                                + " WHERE table_schema = current_schema() AND table_name = ?"
                                + " ORDER BY ordinal_position",
                        row -> row.getString(1),
                        table);
        String names = String.join(", ", columns);
        String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
        try (PreparedStatement select =
                        from.prepareStatement("SELECT " + names + " FROM " + table);
                PreparedStatement insert =
                        to.prepareStatement(
                                "INSERT INTO "
                                        + table
                                        + " ("
                                        + names
                                        + ") VALUES ("
                                        + places
                                        + ")");
                ResultSet row = select.executeQuery()) {
            int waiting = 0;
            while (row.next()) {
                for (int i = 1; i <= columns.size(); i++) {
                    insert.setObject(i, row.getObject(i));
                }
                insert.addBatch();
                waiting++;
                if (waiting == BATCH_ROWS) {
                    execute(insert, waiting);
                    waiting = 0;
                }
            }
            execute(insert, waiting);
        }
        goOnCounting(to, table);
    }

    private static void execute(PreparedStatement insert, int rows) throws SQLException {
        if (rows > 0 && insert.executeBatch().length != rows) {
            throw new SQLException("Not every row was taken");
        }
    }

    /// Numbers that the database gives go on behind those that were moved.
    private static void goOnCounting(Connection to, String table) throws SQLException {
        List<String> counted =
                Sql.all(
                        to,
                        "SELECT column_name FROM information_schema.columns"
                                + " WHERE table_schema = current_schema() AND table_name = ?"
                                + " AND is_identity = 'YES'",
                        row -> row.getString(1),
                        table);
        for (String column : counted) {
            Sql.all(
                    to,
                    "SELECT setval(pg_get_serial_sequence(?, ?), max(%s)) FROM %s HAVING max(%s) IS NOT NULL"
                            .formatted(column, table, column),
                    row -> row.getLong(1),
                    table,
                    column);
        }
    }
}
