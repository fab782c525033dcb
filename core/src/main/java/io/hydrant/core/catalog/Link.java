package io.hydrant.core.catalog;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// A connection to a database that is there again after it broke: one that cannot even undo its
/// changes is closed, which undoes them, and the next that is asked for is a new one. Used by one
/// thread at a time.
final class Link {
    private static final Logger LOG = System.getLogger(Link.class.getName());

    /// Opens a connection to a database that exists.
    @FunctionalInterface
    interface Source {
        Connection open() throws SQLException;
    }

    private final Source source;
    private volatile @Nullable Connection open;
    private volatile boolean isClosed;

    /// @param first is open
    Link(Connection first, Source source) {
        this.open = first;
        this.source = source;
    }

    /// With a transaction that begins with the first statement.
    Connection connection() throws SQLException {
        Connection known = open;
        if (isClosed) {
            throw new SQLException("it is closed");
        }
        if (known == null) {
            known = source.open();
            open = known;
        }
        known.setAutoCommit(false);
        return known;
    }

    /// Undoes what was not committed.
    void rollBack() {
        Connection known = open;
        if (known == null) {
            return;
        }
        boolean isUndone = false;
        try {
            if (!known.getAutoCommit()) {
                known.rollback();
            }
            isUndone = true;
        } catch (SQLException | RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "A connection to a database broke", e);
        } finally {
            if (!isUndone) {
                drop(known);
            }
        }
    }

    private void drop(Connection broken) {
        open = null;
        try {
            close(broken);
        } catch (SQLException | RuntimeException | Error e) {
            LOG.log(Level.DEBUG, "A connection that broke could not be closed", e);
        }
    }

    private static void close(Connection connection) throws SQLException {
        StatementPool.forget(connection);
        connection.close();
    }

    /// For good.
    void close() throws SQLException {
        isClosed = true;
        Connection known = open;
        open = null;
        if (known != null) {
            close(known);
        }
    }
}
