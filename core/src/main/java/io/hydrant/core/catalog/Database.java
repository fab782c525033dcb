package io.hydrant.core.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A SQLite database with one writer and a few readers. A write returns only after its commit is
/// forced to disk (`journal_mode=WAL`, `synchronous=FULL`); writes that arrive together share one
/// commit, each inside a savepoint of its own, so that one failing leaves the others whole. Safe
/// for use from many threads.
///
/// The schema is a list of steps per domain; the table `schema_steps` says how many of them this
/// file has seen. A file that has seen more steps than this program knows was written by a newer
/// one and is refused.
public final class Database implements AutoCloseable {
    /// How many writes may share a commit. Bounds the time the first of them waits for the last.
    private static final int COMMIT_TOGETHER_MAX = 256;

    private static final int WAITING_WRITES_MAX = 4096;
    private static final int READERS = 4;

    private final Path file;
    private final Connection writer;
    private final BlockingQueue<Connection> readers = new LinkedBlockingQueue<>();
    private final List<Connection> allReaders = new ArrayList<>();
    private final BlockingQueue<Pending<?>> waiting = new ArrayBlockingQueue<>(WAITING_WRITES_MAX);
    private final Thread writerThread;
    private volatile boolean closing;

    /// Work on one connection. Runs on the writer thread or on the caller's; must not keep the
    /// connection.
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    private record Pending<T extends @Nullable Object>(Work<T> work, CompletableFuture<T> result) {}

    private Database(Path file, Connection writer) {
        this.file = file;
        this.writer = writer;
        this.writerThread =
                Thread.ofPlatform()
                        .name("database-" + file.getFileName())
                        .unstarted(this::writeUntilClosed);
    }

    /// The tables of one domain, as steps: scripts of SQL, each applied once, in order. A released
    /// step is never edited, only followed by another. Statements of a script are separated by a
    /// semicolon at the end of a line.
    public record Schema(String domain, List<String> steps) {
        public Schema {
            steps = List.copyOf(steps);
        }
    }

    /// Opens or creates a database of one domain.
    public static Database open(Path file, List<String> steps) throws IOException {
        return openAll(file, List.of(new Schema("main", steps)));
    }

    /// Opens or creates the database and brings the schema of every domain up to date.
    ///
    /// @throws IOException also when the file was written by a newer version of this program
    public static Database openAll(Path file, List<Schema> schemas) throws IOException {
        try {
            Connection writer = connect(file, false);
            for (Schema schema : schemas) {
                migrate(file, writer, schema);
            }
            Database database = new Database(file, writer);
            for (int i = 0; i < READERS; i++) {
                Connection reader = connect(file, true);
                database.allReaders.add(reader);
                database.readers.add(reader);
            }
            database.writerThread.start();
            return database;
        } catch (SQLException e) {
            throw new IOException("Cannot open the database " + file + ": " + e.getMessage(), e);
        }
    }

    /// Runs `work` inside the next commit and returns its result once that is durable. What `work`
    /// throws undoes its own changes only and comes out here: unchecked exceptions as they are,
    /// [SQLException] as [IOException].
    public <T extends @Nullable Object> T write(Work<T> work) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            if (closing) {
                throw new IOException("The database " + file + " is closed");
            }
            waiting.put(new Pending<>(work, result));
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the database " + file, e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    /// Runs `work` on a reader's connection: it sees what was committed before it began, and may
    /// not write.
    public <T extends @Nullable Object> T read(Work<T> work) throws IOException {
        Connection reader;
        try {
            reader = readers.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the database " + file, e);
        }
        try {
            reader.setAutoCommit(false);
            T result = work.run(reader);
            reader.commit();
            return result;
        } catch (SQLException e) {
            throw rethrown(e);
        } finally {
            rollBackQuietly(reader);
            readers.add(reader);
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        writerThread.interrupt();
        try {
            writerThread.join();
            for (Connection reader : allReaders) {
                close(reader);
            }
            close(writer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IOException("Cannot close the database " + file, e);
        }
    }

    private static void close(Connection connection) throws SQLException {
        StatementPool.forget(connection);
        connection.close();
    }

    private void writeUntilClosed() {
        List<Pending<?>> together = new ArrayList<>();
        while (true) {
            together.clear();
            try {
                if (!closing || !waiting.isEmpty()) {
                    together.add(waiting.take());
                }
            } catch (InterruptedException e) {
                if (waiting.isEmpty()) {
                    break;
                }
            }
            waiting.drainTo(together, COMMIT_TOGETHER_MAX - together.size());
            if (together.isEmpty()) {
                if (closing) {
                    break;
                }
                continue;
            }
            if (together.size() == 1) {
                commitAlone(together.getFirst());
            } else {
                commit(together);
            }
        }
        IOException closed = new IOException("The database " + file + " is closed");
        for (Pending<?> late : waiting) {
            late.result().completeExceptionally(closed);
        }
    }

    /// Needs no savepoint: when the work fails, so does the transaction.
    private <T extends @Nullable Object> void commitAlone(Pending<T> pending) {
        T result;
        try {
            writer.setAutoCommit(false);
            result = pending.work().run(writer);
            writer.commit();
        } catch (SQLException | RuntimeException | Error e) {
            rollBackQuietly(writer);
            pending.result().completeExceptionally(e);
            return;
        }
        pending.result().complete(result);
    }

    private void commit(List<Pending<?>> together) {
        List<Runnable> answers = new ArrayList<>();
        try {
            writer.setAutoCommit(false);
            for (Pending<?> pending : together) {
                answers.add(runInSavepoint(pending));
            }
            writer.commit();
        } catch (SQLException | RuntimeException e) {
            rollBackQuietly(writer);
            together.forEach(pending -> pending.result().completeExceptionally(e));
            return;
        }
        answers.forEach(Runnable::run);
    }

    private <T extends @Nullable Object> Runnable runInSavepoint(Pending<T> pending)
            throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("SAVEPOINT work");
            try {
                T result = pending.work().run(writer);
                statement.execute("RELEASE work");
                return () -> pending.result().complete(result);
            } catch (SQLException | RuntimeException | Error e) {
                statement.execute("ROLLBACK TO work");
                statement.execute("RELEASE work");
                return () -> pending.result().completeExceptionally(e);
            }
        }
    }

    private IOException rethrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException(
                "The database " + file + " failed: " + (cause == null ? "?" : cause.getMessage()),
                cause);
    }

    private static void rollBackQuietly(Connection connection) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            System.getLogger(Database.class.getName())
                    .log(System.Logger.Level.DEBUG, "Rollback failed", e);
        }
    }

    private static Connection connect(Path file, boolean readOnly) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("journal_mode", "WAL");
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("busy_timeout", "10000");
        properties.setProperty("foreign_keys", "true");
        properties.setProperty("jdbc.get_generated_keys", "false"); // asked after every change
        if (readOnly) {
            properties.setProperty("query_only", "true");
        }
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, properties);
        if (readOnly) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
        }
        return connection;
    }

    private static void migrate(Path file, Connection writer, Schema schema)
            throws SQLException, IOException {
        writer.setAutoCommit(false);
        int known = schema.steps().size();
        int seen = stepsSeen(writer, schema.domain());
        if (seen > known) {
            throw new IOException(
                    "%s was written by a newer version of Hydrant (schema %s %d, this program knows %d). Use that version, or another --data directory."
                            .formatted(file, schema.domain(), seen, known));
        }
        try (Statement statement = writer.createStatement()) {
            for (String step : schema.steps().subList(seen, known)) {
                for (String sql : step.split(";\\s*\\n", -1)) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
            }
        }
        try (PreparedStatement statement =
                writer.prepareStatement(
                        "INSERT OR REPLACE INTO schema_steps (domain, steps) VALUES (?, ?)")) {
            statement.setString(1, schema.domain());
            statement.setInt(2, known);
            statement.executeUpdate();
        }
        writer.commit();
    }

    private static int stepsSeen(Connection writer, String domain) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS schema_steps (domain TEXT PRIMARY KEY, steps INTEGER NOT NULL)");
        }
        try (PreparedStatement statement =
                writer.prepareStatement("SELECT steps FROM schema_steps WHERE domain = ?")) {
            statement.setString(1, domain);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }
}
