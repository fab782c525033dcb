package io.hydrant.core.catalog;

import io.hydrant.core.catalog.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Work that waits for a commit, and somebody who waits for its end. Only the thread that writes
/// changes it, until it is settled; to settle it allocates nothing, so that nobody waits for ever
/// when there is no memory.
final class PendingWrite<T extends @Nullable Object> {
    private final Work<T> work;
    private final CountDownLatch settled = new CountDownLatch(1);
    private @Nullable T result;

    /// What the work itself threw; its changes are undone.
    private @Nullable Throwable failure;

    /// Why the commit that it was to share did not come about.
    private @Nullable Throwable commitFailure;

    private boolean isCommitted;

    PendingWrite(Work<T> work) {
        this.work = work;
    }

    /// Runs the work alone in a transaction. Whether it may be committed.
    boolean run(Connection connection) {
        try {
            result = work.run(connection);
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
            return false;
        }
    }

    /// Runs the work beside others in a transaction. What it throws undoes its own changes only.
    ///
    /// @throws SQLException when the transaction is not whole anymore
    void runInSavepoint(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT work");
            if (!run(connection)) {
                statement.execute("ROLLBACK TO work");
            }
            statement.execute("RELEASE work");
        }
    }

    /// The work's changes, if it made any, are durable.
    void committed() {
        isCommitted = true;
        settled.countDown();
    }

    /// Nothing of the work is in the database. Does nothing once it is settled.
    void refused(Throwable why) {
        if (settled.getCount() > 0) {
            commitFailure = why;
            settled.countDown();
        }
    }

    /// Waits for the end.
    ///
    /// @throws SQLException when the database failed
    @SuppressWarnings("NullAway") // the result is null only where T may be
    T await() throws SQLException, InterruptedException {
        settled.await();
        Throwable own = failure;
        if (own instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (own instanceof Error error) {
            throw error;
        }
        Throwable why = own == null ? commitFailure : own;
        if (why != null || !isCommitted) {
            throw new SQLException(why instanceof SQLException ? why.getMessage() : "" + why, why);
        }
        return result;
    }
}
