package io.hydrant.postgresql;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Feed;
import io.hydrant.core.catalog.Leases;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A catalog in a PostgreSQL database, which several nodes may share. Whatever the database does,
/// every call ends in a bounded time; when it is there again everything goes on by itself.
///
/// Writes that come one after the other are [OrderedWrites]; domains that are kept in memory hear
/// of other nodes by [Listening]; who works on what is in [PostgresLeases]. Which catalog it is,
/// and who may open it, is [Admission]'s affair.
public final class PostgresDatabase implements Database {
    private static final Logger LOG = System.getLogger(PostgresDatabase.class.getName());

    private final PostgresConnections connections;
    private final OrderedWrites writes;
    private final PostgresLeases leases;
    private final Listening listening;
    private final DatabaseNode node;
    private final String run;

    /// Whether it never had the catalog before.
    private final boolean isNew;

    private final String catalogId;
    private final CatalogHeight height;
    private final Freshness freshness;

    private PostgresDatabase(
            PostgresConnections connections,
            DatabaseNode node,
            String run,
            boolean isNew,
            CatalogHeight height,
            Freshness freshness,
            Admission.Catalog catalog) {
        this.connections = connections;
        this.height = height;
        this.freshness = freshness;
        this.node = node;
        this.run = run;
        this.isNew = isNew;
        this.catalogId = catalog.id();
        this.writes = new OrderedWrites(connections, node, run, height);
        this.leases = new PostgresLeases(this, run);
        this.listening = new Listening(this, connections, leases, height, freshness);
    }

    /// Opens the catalog, brings its tables up to date, and takes this node in.
    ///
    /// @param expected the catalog that the node had before
    /// @param seen how far the node has seen it come
    /// @throws IOException with a message for people: it cannot be reached, belongs to others, or
    ///   was written by a newer version
    public static PostgresDatabase open(
            DatabaseAddress address,
            Optional<String> password,
            List<Schema> schemas,
            DatabaseNode node,
            Optional<String> expected,
            SeenWrites seen)
            throws IOException {
        return open(address, password, schemas, node, expected, seen, System::nanoTime);
    }

    /// @param nanos by which it is known how old what is known of others is
    static PostgresDatabase open(
            DatabaseAddress address,
            Optional<String> password,
            List<Schema> schemas,
            DatabaseNode node,
            Optional<String> expected,
            SeenWrites seen,
            LongSupplier nanos)
            throws IOException {
        PostgresConnections connections =
                new PostgresConnections(address, password, "hydrant " + node.name());
        String run = UUID.randomUUID().toString();
        boolean isOpen = false;
        try (Connection connection = connections.openPatient()) {
            Migrations.carryOut(connection, address, schemas);
            boolean isNew = !Admission.isKnown(connection, node);
            Admission.Catalog catalog =
                    new Admission(address, node, expected).admit(connection, run);
            long number = Admission.newestWrite(connection);
            if (number < seen.last()) {
                throw older(address, number, seen.last());
            }
            connection.commit();
            seen.saw(number);
            PostgresDatabase database =
                    new PostgresDatabase(
                            connections,
                            node,
                            run,
                            isNew,
                            new CatalogHeight(address, seen, number),
                            new Freshness(nanos),
                            catalog);
            database.listening.start();
            isOpen = true;
            return database;
        } catch (SQLException e) {
            throw new IOException(
                    "The database %s cannot be opened: %s".formatted(address, PostgresWords.of(e)),
                    e);
        } finally {
            if (!isOpen) {
                connections.close();
            }
        }
    }

    private static IOException older(DatabaseAddress address, long number, long seen) {
        return new IOException(
                "%s is older than it was: its last change is number %d, and this server has seen number %d. It was put back from an older backup; streams, users and stacks that were made or changed since then are not in it, and the records of such streams would be put aside. Put a newer backup of it back; or, to go on with what it has, start once with --accept-older-database."
                        .formatted(address, number, seen));
    }

    /// Which catalog it is: no other has the id.
    public String id() {
        return catalogId;
    }

    @Override
    public Optional<String> node() {
        return Optional.of(node.id());
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) throws IOException {
        return writes.write(work);
    }

    OrderedWrites writes() {
        return writes;
    }

    @Override
    public <T extends @Nullable Object> T writeBeside(Work<T> work) throws IOException {
        height.refuseIfBack();
        return repeated(connections::beside, work);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) throws IOException {
        height.refuseIfBack();
        return repeated(connections::reader, work);
    }

    @FunctionalInterface
    private interface Source {
        Connection connection() throws SQLException;
    }

    /// What fails for want of a database, or since others were in the way, is done again.
    private static <T extends @Nullable Object> T repeated(Source source, Work<T> work)
            throws IOException {
        PostgresPatience patience = new PostgresPatience(OrderedWrites.PATIENCE_SECONDS);
        while (true) {
            try (Connection connection = source.connection()) {
                return carriedOut(connection, work);
            } catch (SQLException e) {
                if (!PostgresWords.isWorthAnotherTry(e) || !patience.pause()) {
                    throw OrderedWrites.failed(e);
                }
                LOG.log(Level.DEBUG, "The catalog is asked again", e);
            }
        }
    }

    private static <T extends @Nullable Object> T carriedOut(Connection connection, Work<T> work)
            throws SQLException {
        boolean isDone = false;
        try {
            T result = work.run(connection);
            connection.commit();
            isDone = true;
            return result;
        } finally {
            if (!isDone) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "A connection broke", e);
        }
    }

    @Override
    public Feed follow(String domain, Feed.Follower follower) throws IOException {
        write(connection ->
                Sql.update(
                        connection,
                        "INSERT INTO hydrant_domain (domain, number, dropped) VALUES (?, 0, 0)"
                                + " ON CONFLICT DO NOTHING",
                        domain));
        PostgresFeed feed = new PostgresFeed(this, domain, follower);
        feed.catchUp();
        listening.add(feed);
        return feed;
    }

    @Override
    public Duration silence() {
        return freshness.age();
    }

    @Override
    public Optional<String> trouble() {
        return height.trouble();
    }

    /// A row of a node that never served would be counted among those that share the catalog.
    @Override
    public void withdraw() {
        if (!isNew) {
            return;
        }
        try {
            int rows =
                    writeBeside(connection ->
                            Sql.update(
                                    connection,
                                    "DELETE FROM hydrant_node WHERE id = ? AND run = ?",
                                    node.id(),
                                    run));
            LOG.log(Level.DEBUG, "Rows of this node that are gone: {0}", rows);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "This node could not be taken off the list", e);
        }
    }

    @Override
    public Leases leases() {
        return leases;
    }

    boolean isInTouch() {
        return height.trouble().isEmpty() && freshness.isGood();
    }

    /// By which nodes of this catalog wake each other: another in the same database has another.
    String channel() {
        return "hydrant_" + catalogId.replace('-', '_');
    }

    @Override
    public void close() throws IOException {
        listening.close();
        try {
            writes.close();
        } finally {
            connections.close();
        }
    }
}
