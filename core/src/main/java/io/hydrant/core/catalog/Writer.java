package io.hydrant.core.catalog;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The one thread that writes to a database, and what waits for it. Whatever is taken off the queue
/// is settled, also when a commit ends with an error that nobody foresaw; should the thread end all
/// the same, what waits then and what comes later is refused. Safe for use from many threads.
final class Writer {
    /// How many writes may share a commit. Bounds the time the first of them waits for the last.
    private static final int COMMIT_TOGETHER_MAX = 256;

    private static final int WAITING_WRITES_MAX = 4096;

    private static final Logger LOG = System.getLogger(Writer.class.getName());

    private final Link link;
    private final CommitCount count;
    private final Thread thread;
    private final BlockingQueue<PendingWrite<?>> waiting =
            new ArrayBlockingQueue<>(WAITING_WRITES_MAX);
    private volatile boolean isClosing;
    private volatile boolean hasEnded;

    /// Used by the thread; has room for all that may be taken off the queue at once.
    private final List<PendingWrite<?>> together = new ArrayList<>(COMMIT_TOGETHER_MAX);

    Writer(String name, Link link, CommitCount count) {
        this.link = link;
        this.count = count;
        this.thread = Thread.ofPlatform().name(name).unstarted(this::writeUntilClosed);
    }

    void start() {
        thread.start();
    }

    /// Has the work done by one of the next commits. Waits only for room in the queue.
    ///
    /// @throws SQLException when nothing is written anymore
    void add(PendingWrite<?> pending) throws SQLException, InterruptedException {
        if (isClosing || hasEnded) {
            throw ended();
        }
        waiting.put(pending);
        if (hasEnded) {
            refuseWaiting();
        }
    }

    private SQLException ended() {
        return new SQLException(
                isClosing
                        ? "it is closed"
                        : "its writer has ended unexpectedly; restart the server");
    }

    /// Commits what waits, and ends the thread.
    void close() throws InterruptedException {
        isClosing = true;
        thread.interrupt();
        thread.join();
    }

    private void writeUntilClosed() {
        try {
            while (!isClosing || !waiting.isEmpty()) {
                writeOnce();
            }
        } finally {
            hasEnded = true;
            refuseWaiting();
        }
    }

    private void refuseWaiting() {
        SQLException why = ended();
        for (PendingWrite<?> late = waiting.poll(); late != null; late = waiting.poll()) {
            late.refused(why);
        }
    }

    /// One commit. What fails unexpectedly beside the writes themselves is refused and logged.
    private void writeOnce() {
        together.clear();
        Throwable failure = new SQLException("the commit did not come about");
        try {
            takeTogether();
            commitTogether();
        } catch (SQLException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = e;
            tell(e);
        } finally {
            for (int i = 0; i < together.size(); i++) {
                together.get(i).refused(failure);
            }
        }
    }

    private void tell(Throwable unexpected) {
        try {
            LOG.log(Level.WARNING, "A commit failed unexpectedly: " + thread.getName(), unexpected);
        } catch (RuntimeException | Error e) {
            return; // Whoever waits for the commit learns of it all the same.
        }
    }

    private void takeTogether() {
        try {
            together.add(waiting.take());
        } catch (InterruptedException e) {
            return; // Closing: what waits is written before.
        }
        waiting.drainTo(together, COMMIT_TOGETHER_MAX - together.size());
    }

    private void commitTogether() throws SQLException {
        if (together.isEmpty()) {
            return;
        }
        boolean isClean = false;
        try {
            Connection connection = link.connection();
            boolean isWanted = run(connection);
            if (isWanted) {
                count.commit(connection);
            }
            isClean = isWanted;
        } finally {
            if (!isClean) {
                link.rollBack();
            }
        }
        for (int i = 0; i < together.size(); i++) {
            together.get(i).committed();
        }
    }

    /// Whether there is something to commit. Work that is alone needs no savepoint: when it fails,
    /// so does the transaction.
    private boolean run(Connection connection) throws SQLException {
        if (together.size() == 1) {
            return together.getFirst().run(connection);
        }
        for (PendingWrite<?> pending : together) {
            pending.runInSavepoint(connection);
        }
        return true;
    }
}
