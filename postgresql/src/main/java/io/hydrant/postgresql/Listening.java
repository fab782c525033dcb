package io.hydrant.postgresql;

import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// One thread with a connection of its own, which hears what other nodes change: it is woken by
/// NOTIFY, and looks each second all the same, since what is notified can be lost. It also renews
/// this node's leases, and drops changes that everybody has seen.
final class Listening implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Listening.class.getName());

    private static final int LOOK_MILLIS = 1_000;

    /// The pause before a look that is overdue. Zero would mean for ever.
    private static final int LOOK_AT_ONCE_MILLIS = 1;

    private static final long PAUSE_MILLIS = 300;
    private static final long DROP_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /// How many changes of a domain are kept for nodes that were away; those that were away for
    /// longer read everything.
    private static final long CHANGES_KEPT = 10_000;

    private final PostgresDatabase database;
    private final PostgresConnections connections;
    private final PostgresLeases leases;
    private final List<PostgresFeed> feeds = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private final CatalogHeight height;
    private final Freshness freshness;
    private volatile boolean isClosed;
    private boolean hasFailed;
    private long droppedAtNanos;
    private volatile @Nullable Connection open;

    Listening(
            PostgresDatabase database,
            PostgresConnections connections,
            PostgresLeases leases,
            CatalogHeight height,
            Freshness freshness) {
        this.height = height;
        this.freshness = freshness;
        this.droppedAtNanos = freshness.now();
        this.database = database;
        this.connections = connections;
        this.leases = leases;
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("catalog-news")
                        .unstarted(this::listenUntilClosed);
    }

    void start() {
        thread.start();
    }

    void add(PostgresFeed feed) {
        feeds.add(feed);
    }

    private void listenUntilClosed() {
        while (!isClosed) {
            try {
                look();
                hasFailed = false;
            } catch (SQLException | IOException | RuntimeException | Error e) {
                if (!isClosed) {
                    freshness.failed();
                    tell(e);
                    drop();
                    pause();
                }
            }
        }
        drop();
    }

    /// That a catalog went back was told by whoever noted it.
    private void tell(Throwable trouble) {
        if (height.trouble().isPresent()) {
            return;
        }
        Level level = hasFailed ? Level.DEBUG : Level.WARNING;
        hasFailed = true;
        String words =
                trouble instanceof SQLException failure
                        ? PostgresWords.of(failure)
                        : String.valueOf(trouble.getMessage());
        LOG.log(
                level,
                "It is not known what other nodes change; after 10 s the key of the root alone is served: {0}",
                words);
    }

    /// What is known is known as of its beginning.
    private void look() throws SQLException, IOException {
        Connection connection = connection();
        connection
                .unwrap(PGConnection.class)
                .getNotifications(freshness.isFresh() ? LOOK_MILLIS : LOOK_AT_ONCE_MILLIS);
        if (isClosed) {
            return;
        }
        long began = freshness.now();
        refuseIfBack(connection);
        Map<String, Long> heads = new HashMap<>();
        Sql.all(
                        connection,
                        "SELECT domain, number FROM hydrant_domain",
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(head -> heads.put(head.getKey(), head.getValue()));
        for (PostgresFeed feed : feeds) {
            feed.isAt(heads.getOrDefault(feed.domain(), 0L));
        }
        freshness.looked(began);
        leases.renew(connection);
        if (began - droppedAtNanos > DROP_PAUSE_NANOS) {
            dropOld(connection);
            droppedAtNanos = began;
        }
    }

    private void refuseIfBack(Connection connection) throws SQLException, IOException {
        long known = height.highest();
        long number = Admission.newestWrite(connection);
        height.refuseIfBelow(number, known);
        height.saw(number);
    }

    private static void dropOld(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            int domains =
                    Sql.update(
                            connection,
                            "UPDATE hydrant_domain d SET dropped = n.number FROM (SELECT domain, number FROM"
                                    + " (SELECT domain, number, row_number() OVER (PARTITION BY domain ORDER BY number DESC) AS place FROM hydrant_change) AS c"
                                    + " WHERE place = ?) AS n WHERE n.domain = d.domain AND d.dropped < n.number",
                            CHANGES_KEPT);
            if (domains > 0) {
                Sql.update(
                        connection,
                        "DELETE FROM hydrant_change c USING hydrant_domain d"
                                + " WHERE c.domain = d.domain AND c.number <= d.dropped");
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private Connection connection() throws SQLException {
        Connection known = open;
        if (known == null) {
            known = connections.open();
            open = known;
            known.setAutoCommit(true);
            try (Statement statement = known.createStatement()) {
                statement.execute("LISTEN " + database.channel());
            }
        }
        return known;
    }

    private void drop() {
        Connection known = open;
        open = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "A connection could not be closed", e);
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "Woken to end", e);
        }
    }

    /// Returns when nothing is heard anymore.
    @Override
    public void close() {
        isClosed = true;
        Connection known = open;
        try {
            if (known != null) {
                known.abort(Runnable::run); // it may be waiting for a second
            }
            thread.join(2L * LOOK_MILLIS);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "A connection could not be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
