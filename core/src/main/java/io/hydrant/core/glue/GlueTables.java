package io.hydrant.core.glue;

import io.hydrant.core.catalog.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// The tables of a data catalog, as they are and as they were. Names come in whatever case. Every
/// change is durable when it returns, and refused with a [io.hydrant.aws.ServiceException] of
/// [GlueError].
public final class GlueTables {
    private final Database catalog;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final GlueLimits limits;

    GlueTables(Database catalog, InstantSource clock, RandomGenerator random, GlueLimits limits) {
        this.catalog = catalog;
        this.clock = clock;
        this.random = random;
        this.limits = limits;
    }

    /// What an update asks for beside the new definition.
    ///
    /// @param version that must be the newest, if one is given
    /// @param id that the table must have, if one is given
    /// @param isArchived whether what it is now is kept as a version
    public record Update(Optional<String> version, Optional<String> id, boolean isArchived) {
        public static final Update PLAIN = new Update(Optional.empty(), Optional.empty(), true);
    }

    public GlueTable create(String database, ObjectNode input, String createdBy)
            throws IOException {
        return create(database, input, createdBy, GlueDatabases.newId(random));
    }

    /// @param input a TableInput, of the right types
    public GlueTable create(String database, ObjectNode input, String createdBy, String id)
            throws IOException {
        ObjectNode given = GlueInputs.table(input);
        GlueTable table =
                new GlueTable(
                        DataCatalog.folded(database),
                        given.path("Name").stringValue(),
                        id,
                        0,
                        clock.instant(),
                        clock.instant(),
                        createdBy,
                        given);
        return catalog.write(connection -> {
            requireDatabase(connection, database);
            if (GlueRows.table(connection, table.database(), table.name()).isPresent()) {
                throw GlueError.ALREADY_EXISTS.because("Table already exists.");
            }
            GlueLimits.check(
                    GlueRows.tableCount(connection, table.database()),
                    limits.tablesOfDatabase(),
                    "tables of a database");
            GlueRows.insert(connection, table);
            return table;
        });
    }

    private static void requireDatabase(Connection connection, String name) throws SQLException {
        if (GlueRows.database(connection, DataCatalog.folded(name)).isEmpty()) {
            throw GlueError.noDatabase(name);
        }
    }

    private static GlueTable existing(Connection connection, String database, String name)
            throws SQLException {
        requireDatabase(connection, database);
        return GlueRows.table(connection, DataCatalog.folded(database), DataCatalog.folded(name))
                .orElseThrow(() -> GlueError.noTable(name));
    }

    public Optional<GlueTable> find(String database, String name) throws IOException {
        return catalog.read(connection ->
                GlueRows.table(connection, DataCatalog.folded(database), DataCatalog.folded(name)));
    }

    public GlueTable get(String database, String name) throws IOException {
        return catalog.read(connection -> existing(connection, database, name));
    }

    /// In order of their names, those that match. A page may be empty, and others follow: what is
    /// asked for costs no more than one page's look at names.
    public GluePage<GlueTable> page(
            String database, NameExpression expression, Optional<String> after, int max)
            throws IOException {
        String folded = DataCatalog.folded(database);
        return catalog.read(connection -> {
            requireDatabase(connection, database);
            List<String> matching = new ArrayList<>();
            NameExpression.Effort effort = new NameExpression.Effort();
            String last = after.orElse("");
            while (matching.size() <= max) {
                List<String> names = GlueRows.tableNames(connection, folded, last, max + 1);
                for (String name : names) {
                    if (expression.matches(name, effort)) {
                        matching.add(name);
                    }
                    last = name;
                }
                if (names.size() <= max) {
                    return page(connection, folded, matching, max);
                }
                if (effort.isSpent()) {
                    GluePage<GlueTable> page = page(connection, folded, matching, max);
                    return page.last().isPresent()
                            ? page
                            : new GluePage<>(page.entries(), Optional.of(last));
                }
            }
            return page(connection, folded, matching, max);
        });
    }

    private static GluePage<GlueTable> page(
            Connection connection, String database, List<String> names, int max)
            throws SQLException {
        return Pages.of(
                names,
                max,
                name -> GlueRows.table(connection, database, name),
                table -> table.input().toString().length());
    }

    /// Gives it another definition, as a new version.
    public GlueTable update(String database, ObjectNode input, Update update) throws IOException {
        ObjectNode given = GlueInputs.table(input);
        String name = given.path("Name").stringValue();
        return catalog.write(connection -> {
            GlueTable old = existing(connection, database, name);
            if (update.id().isPresent() && !update.id().get().equals(old.id())) {
                throw GlueError.noTable(name);
            }
            if (update.version().isPresent() && !update.version().get().equals(old.versionId())) {
                throw GlueError.CONCURRENT_MODIFICATION.because(
                        "Update table failed due to concurrent modifications.");
            }
            if (update.isArchived()) {
                archive(connection, old);
            }
            GlueTable changed =
                    new GlueTable(
                            old.database(),
                            old.name(),
                            old.id(),
                            old.version() + 1,
                            old.created(),
                            clock.instant(),
                            old.createdBy(),
                            given);
            GlueRows.update(connection, changed);
            return changed;
        });
    }

    private void archive(Connection connection, GlueTable table) throws SQLException {
        GlueLimits.check(
                GlueRows.archivedCount(connection, table.database(), table.name()) + 1,
                limits.versions(),
                "versions of a table");
        GlueRows.archive(connection, table);
    }

    /// Deletes it with all its versions.
    public void delete(String database, String name) throws IOException {
        delete(database, name, Optional.empty());
    }

    /// @param id that it must have, if one is given
    public void delete(String database, String name, Optional<String> id) throws IOException {
        int count =
                catalog.write(connection -> {
                    requireDatabase(connection, database);
                    return GlueRows.deleteTable(
                            connection, DataCatalog.folded(database), DataCatalog.folded(name), id);
                });
        if (count == 0) {
            throw GlueError.noTable(name);
        }
    }

    /// What a table is or was.
    ///
    /// @param version the newest, if none is given
    public GlueTable version(String database, String name, Optional<String> version)
            throws IOException {
        return catalog.read(connection -> {
            GlueTable newest = existing(connection, database, name);
            if (version.isEmpty()) {
                return newest;
            }
            long number = number(version.get());
            return number == newest.version()
                    ? newest
                    : GlueRows.archived(connection, newest.database(), newest.name(), number)
                            .orElseThrow(GlueTables::noVersion);
        });
    }

    private static RuntimeException noVersion() {
        return GlueError.ENTITY_NOT_FOUND.because("Version not found.");
    }

    private static long number(String version) {
        if (!version.matches("[0-9]{1,18}")) {
            throw GlueError.INVALID_INPUT.because(
                    "version \"%s\" is not a valid version number.", version);
        }
        return Long.parseLong(version);
    }

    /// The newest first.
    public GluePage<GlueTable> versions(
            String database, String name, Optional<String> after, int max) throws IOException {
        return catalog.read(connection -> {
            GlueTable newest = existing(connection, database, name);
            List<String> keys = new ArrayList<>();
            if (after.isEmpty()) {
                keys.add(newest.versionId());
            }
            long below = after.map(GlueTables::number).orElse(newest.version());
            keys.addAll(
                    GlueRows.archivedVersions(
                            connection, newest.database(), newest.name(), below, max + 1));
            return Pages.of(
                    keys,
                    max,
                    key ->
                            key.equals(newest.versionId())
                                    ? Optional.of(newest)
                                    : GlueRows.archived(
                                            connection,
                                            newest.database(),
                                            newest.name(),
                                            Long.parseLong(key)),
                    table -> table.input().toString().length());
        });
    }

    /// Forgets what a table was; what it is stays.
    public void deleteVersion(String database, String name, String version) throws IOException {
        long number = number(version);
        int count =
                catalog.write(connection -> {
                    GlueTable newest = existing(connection, database, name);
                    if (number == newest.version()) {
                        throw GlueError.INVALID_INPUT.because(
                                "The current version of a table cannot be deleted.");
                    }
                    return GlueRows.deleteArchived(
                            connection, newest.database(), newest.name(), number);
                });
        if (count == 0) {
            throw noVersion();
        }
    }
}
