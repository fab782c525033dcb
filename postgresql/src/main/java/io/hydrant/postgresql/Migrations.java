package io.hydrant.postgresql;

import io.hydrant.core.catalog.Database.Schema;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Brings the tables of a catalog up to date, in one transaction and one node at a time.
final class Migrations {
    /// PostgreSQL 13: what of its SQL is used here was all there.
    private static final int VERSION_MIN = 130_000;

    /// Waited for with a lock of this name in the schema: whoever starts second finds all done.
    private static final String LOCK = "hydrant migrations";

    private Migrations() {}

    /// Takes a lock that is held until the transaction ends.
    static void carryOut(Connection connection, DatabaseAddress address, List<Schema> schemas)
            throws SQLException, IOException {
        checkServer(connection, address);
        Sql.first(
                connection,
                "SELECT pg_advisory_xact_lock(hashtext(?), hashtext(current_schema()))",
                row -> "",
                LOCK);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS schema_steps"
                            + " (domain TEXT PRIMARY KEY, steps BIGINT NOT NULL)");
        }
        List<Schema> all = new ArrayList<>();
        all.add(new Schema("catalog", CatalogSchema.STEPS, CatalogSchema.STEPS));
        all.addAll(schemas);
        for (Schema schema : all) {
            migrate(connection, address, schema);
        }
    }

    private static void checkServer(Connection connection, DatabaseAddress address)
            throws SQLException, IOException {
        int version = Integer.parseInt(setting(connection, "server_version_num"));
        if (version < VERSION_MIN) {
            throw new IOException(
                    "%s is PostgreSQL %s; Hydrant needs 13 or later."
                            .formatted(address, setting(connection, "server_version")));
        }
        if (!setting(connection, "server_encoding").equals("UTF8")) {
            throw new IOException(
                    "%s keeps text as %s; Hydrant needs UTF8. Make the database anew: createdb --encoding=UTF8 --template=template0 %s"
                            .formatted(
                                    address,
                                    setting(connection, "server_encoding"),
                                    address.database()));
        }
        if (setting(connection, "fsync").equals("off")) {
            System.getLogger(Migrations.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The database {0} runs with fsync=off: a power cut there loses what was answered here. Set fsync=on.",
                            address);
        }
        if (Sql.first(connection, "SELECT current_schema()", row -> "" + row.getString(1))
                .filter(schema -> !schema.equals("null"))
                .isEmpty()) {
            throw new IOException(
                    "%s has no schema to keep tables in: CREATE SCHEMA %s first."
                            .formatted(
                                    address,
                                    address.options().getOrDefault("currentSchema", "public")));
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        return Sql.first(connection, "SELECT current_setting(?)", row -> row.getString(1), name)
                .orElseThrow();
    }

    private static void migrate(Connection connection, DatabaseAddress address, Schema schema)
            throws SQLException, IOException {
        int known = schema.postgresqlSteps().size();
        int seen =
                Sql.first(
                                connection,
                                "SELECT steps FROM schema_steps WHERE domain = ?",
                                row -> row.getInt(1),
                                schema.domain())
                        .orElse(0);
        if (seen > known) {
            throw new IOException(
                    "%s was written by a newer version of Hydrant (schema %s %d, this program knows %d). Use that version, or another database."
                            .formatted(address, schema.domain(), seen, known));
        }
        if (seen == known) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            for (String step : schema.postgresqlSteps().subList(seen, known)) {
                for (String sql : Schema.statements(step)) {
                    statement.execute(sql);
                }
            }
        }
        Sql.update(
                connection,
                "INSERT INTO schema_steps (domain, steps) VALUES (?, ?)"
                        + " ON CONFLICT (domain) DO UPDATE SET steps = excluded.steps",
                schema.domain(),
                known);
    }
}
