package io.hydrant.postgresql;

import io.hydrant.core.catalog.Database.Work;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The writes of one node that come one after the other over all nodes, on one connection. Safe for
/// use from many threads.
///
/// Each first writes its number into the node's own row, then takes the lock of the one row of
/// `hydrant_turn`, which every such write takes: so work that looks first and writes then needs no
/// other care, and numbers come in the order of commits.
///
/// When a commit is not answered, nobody knows whether it happened. The row of the node does, and
/// the transaction in doubt holds its lock until it has ended: whoever reads it under lock gets the
/// answer, and afterwards nothing of it can happen anymore.
final class OrderedWrites implements AutoCloseable {
    private static final Logger LOG = System.getLogger(OrderedWrites.class.getName());

    /// How long a write is tried; a try that began before may take as long as a connection may.
    static final long PATIENCE_SECONDS = 10;

    /// How long it is looked whether a commit happened that was not answered.
    private static final long DOUBT_SECONDS = 10;

    private final PostgresConnections connections;
    private final DatabaseNode node;
    private final String run;
    private final CatalogHeight height;
    private final ReentrantLock turn = new ReentrantLock(true);
    private @Nullable Connection open;
    private long number;
    private boolean isClosed;

    OrderedWrites(
            PostgresConnections connections, DatabaseNode node, String run, CatalogHeight height) {
        this.connections = connections;
        this.node = node;
        this.run = run;
        this.height = height;
    }

    /// Work that knows the number of its write.
    @FunctionalInterface
    interface NumberedWork<T extends @Nullable Object> {
        T run(Connection connection, long number) throws SQLException;
    }

    <T extends @Nullable Object> T write(NumberedWork<T> work) throws IOException {
        PostgresPatience patience = new PostgresPatience(PATIENCE_SECONDS);
        takeTurn(patience);
        try {
            while (true) {
                try {
                    return writeOnce(work);
                } catch (SQLException e) {
                    drop(e);
                    if (!PostgresWords.isWorthAnotherTry(e) || !patience.pause()) {
                        throw failed(e);
                    }
                    LOG.log(Level.DEBUG, "A write to the catalog is tried again", e);
                }
            }
        } finally {
            turn.unlock();
        }
    }

    private void takeTurn(PostgresPatience patience) throws IOException {
        try {
            if (!turn.tryLock(patience.leftMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "The database takes no writes: one before this one waits for it since %d s. Try again."
                                .formatted(PATIENCE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for the database");
        }
    }

    private <T extends @Nullable Object> T writeOnce(NumberedWork<T> work)
            throws SQLException, IOException {
        Connection connection = connection();
        boolean isToCommit = false;
        T result;
        long taken;
        number++;
        try {
            claim(connection);
            taken = takeNumber(connection);
            height.refuseIfBelow(taken, height.highest() + 1);
            result = work.run(connection, taken);
            isToCommit = true;
        } finally {
            if (!isToCommit) {
                rollBack(connection);
            }
        }
        commit(connection);
        height.saw(taken);
        return result;
    }

    private void claim(Connection connection) throws SQLException, IOException {
        int rows =
                Sql.update(
                        connection,
                        "UPDATE hydrant_node SET written = ? WHERE id = ? AND run = ?",
                        number,
                        node.id(),
                        run);
        if (rows == 0) {
            throw new IOException(
                    "Another process was started with the data directory of this one, or took the catalog over: this one may change nothing anymore. Stop it.");
        }
    }

    private static long takeNumber(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "UPDATE hydrant_turn SET number = number + 1 RETURNING number",
                        row -> row.getLong(1))
                .orElseThrow(() -> new SQLException("hydrant_turn has no row"));
    }

    private void commit(Connection connection) throws SQLException, IOException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (!PostgresWords.isLost(e)) {
                throw e; // the database says that it did not happen
            }
            drop(e);
            if (!happened(e)) {
                throw e;
            }
        }
    }

    /// Whether a commit happened that was not answered.
    private boolean happened(SQLException lost) throws IOException {
        PostgresPatience patience = new PostgresPatience(DOUBT_SECONDS);
        while (true) {
            try {
                Connection connection = connection();
                Optional<Long> written =
                        Sql.first(
                                connection,
                                "SELECT written FROM hydrant_node WHERE id = ? AND run = ?"
                                        + " FOR UPDATE",
                                row -> row.getLong(1),
                                node.id(),
                                run);
                connection.rollback();
                return written.filter(last -> last == number).isPresent();
            } catch (SQLException e) {
                drop(e);
                if (!patience.pause()) {
                    lost.addSuppressed(e);
                    throw new IOException(
                            "The database did not answer a commit, and cannot be reached: it is not known whether the change was made. Look whether it was before asking again. "
                                    + PostgresWords.of(lost),
                            lost);
                }
            }
        }
    }

    private Connection connection() throws SQLException {
        if (isClosed) {
            throw new SQLException("it is closed");
        }
        Connection known = open;
        if (known == null) {
            known = connections.open();
            open = known;
        }
        return known;
    }

    private void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            drop(e);
        }
    }

    /// A connection that was good for nothing is made anew by the next.
    private void drop(SQLException why) {
        Connection known = open;
        if (known != null && PostgresWords.isLost(why)) {
            open = null;
            try {
                known.close();
            } catch (SQLException e) {
                LOG.log(Level.DEBUG, "A connection that broke could not be closed", e);
            }
        }
    }

    static IOException failed(SQLException e) {
        return new IOException("The database failed: " + PostgresWords.of(e), e);
    }

    <T extends @Nullable Object> T write(Work<T> work) throws IOException {
        return write((connection, _) -> work.run(connection));
    }

    @Override
    public void close() throws IOException {
        takeTurn(new PostgresPatience(PATIENCE_SECONDS));
        try {
            isClosed = true;
            Connection known = open;
            open = null;
            if (known != null) {
                known.close();
            }
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            turn.unlock();
        }
    }
}
