package io.hydrant.core.catalog;

import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.DiskTroubleException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteOpenMode;

/// A SQLite database with one writer and a few readers. A write returns only after its commit is
/// forced to disk (`journal_mode=WAL`, `synchronous=FULL`); writes that arrive together share one
/// commit, each inside a savepoint of its own, so that one failing leaves the others whole. Safe
/// for use from many threads.
///
/// The schema is a list of steps per domain; the table `schema_steps` says how many of them this
/// file has seen. A file that has seen more steps than this program knows was written by a newer
/// one and is refused.
public final class SqliteDatabase implements Database {
    private static final int READERS = 4;

    private final Path file;
    private final Link writerLink;
    private final CommitCount count;
    private final Optional<HighWaterMark> mark;
    private final Writer writer;
    private final BlockingQueue<Link> readers = new ArrayBlockingQueue<>(READERS);
    private final List<Link> allReaders = new ArrayList<>();

    private SqliteDatabase(
            Path file, Connection writer, CommitCount count, Optional<HighWaterMark> mark) {
        this.file = file;
        this.writerLink = new Link(writer, () -> connect(file, Mode.READ_WRITE));
        this.count = count;
        this.mark = mark;
        this.writer = new Writer("database-" + file.getFileName(), writerLink, count);
    }

    /// Opens or creates a database of one domain.
    public static SqliteDatabase open(Path file, List<String> steps) throws IOException {
        return openAll(file, List.of(new Schema("main", steps)));
    }

    /// Opens or creates the database and brings the schema of every domain up to date.
    ///
    /// @throws IOException also when the file was written by a newer version of this program
    public static SqliteDatabase openAll(Path file, List<Schema> schemas) throws IOException {
        return open(file, schemas, Optional.empty());
    }

    /// The same for a database that must not come back older than it was. It closes the mark.
    ///
    /// @throws WentBackException when it did; then nothing was opened or changed
    public static SqliteDatabase openAll(Path file, List<Schema> schemas, HighWaterMark mark)
            throws IOException {
        mark.check(file);
        if (!mark.disk().exists(file)) {
            mark.disk().create(file).close(); // for its owner only; SQLite's other files follow
        }
        return open(file, schemas, Optional.of(mark));
    }

    private static SqliteDatabase open(
            Path file, List<Schema> schemas, Optional<HighWaterMark> mark) throws IOException {
        List<Connection> opened = new ArrayList<>();
        boolean isOpen = false;
        try {
            Connection writer = connect(file, Mode.CREATE);
            opened.add(writer);
            for (Schema schema : schemas) {
                migrate(file, writer, schema);
            }
            CommitCount count = CommitCount.begin(writer, mark);
            SqliteDatabase database = new SqliteDatabase(file, writer, count, mark);
            for (int i = 0; i < READERS; i++) {
                Connection reader = connect(file, Mode.READ_ONLY);
                opened.add(reader);
                database.addReader(reader);
            }
            if (mark.isPresent()) {
                mark.get().begin(count.reached());
            }
            database.writer.start();
            isOpen = true;
            return database;
        } catch (SQLException e) {
            throw new IOException(
                    "Cannot open the database " + file + ": " + SqliteWords.of(file, e), e);
        } finally {
            if (!isOpen) {
                opened.forEach(SqliteDatabase::closeQuietly);
            }
        }
    }

    private void addReader(Connection connection) {
        Link reader = new Link(connection, () -> connect(file, Mode.READ_ONLY));
        allReaders.add(reader);
        readers.add(reader);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            System.getLogger(SqliteDatabase.class.getName())
                    .log(System.Logger.Level.DEBUG, "A connection could not be closed", e);
        }
    }

    /// Whether the mark told exactly, when this was opened, how far the database had come: then it
    /// has every commit that it ever answered.
    public boolean wasFoundWhole() {
        return mark.filter(HighWaterMark::wasExact).isPresent();
    }

    /// How many commits are forced. Counts go round at 2^32.
    public int commits() {
        return count.durable();
    }

    /// Returns when all that was committed until now is known to the mark, if there is one: after
    /// that it would be noticed if it went missing.
    public void mark() {
        mark.ifPresent(HighWaterMark::raise);
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) throws IOException {
        PendingWrite<T> pending = new PendingWrite<>(work);
        try {
            writer.add(pending);
            return pending.await();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) throws IOException {
        Link reader;
        try {
            reader = readers.take();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            Connection connection = reader.connection();
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            giveBack(reader);
        }
    }

    private void giveBack(Link reader) {
        try {
            reader.rollBack();
        } finally {
            readers.add(reader);
        }
    }

    private IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("Interrupted while waiting for the database " + file, e);
    }

    private IOException failed(SQLException e) {
        return new DiskTroubleException(
                "The database " + file + " failed: " + SqliteWords.of(file, e), e);
    }

    /// Writes a consistent copy of what is committed now to a file that is not there yet, and
    /// forces it. Others read and write meanwhile.
    ///
    /// @return how many bytes the copy has
    public long copyTo(Path copy, Disk disk) throws IOException {
        disk.create(copy).close(); // for its owner only
        vacuumInto(copy);
        try (Disk.DiskFile written = disk.open(copy)) {
            written.force();
            return written.length();
        }
    }

    private void vacuumInto(Path copy) throws IOException {
        try (Connection connection = connect(file, Mode.READ_WRITE);
                PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, copy.toString());
            statement.execute();
        } catch (SQLException e) {
            throw new IOException(
                    "The database " + file + " cannot be copied to " + copy + ": " + e.getMessage(),
                    e);
        }
    }

    /// Looks whether a database that nobody has open is what it was, without opening it.
    ///
    /// @param mark the file of its [HighWaterMark], which need not be there
    /// @throws WentBackException when it is not
    public static void checkNotBack(Disk disk, Path file, Path mark) throws IOException {
        HighWaterMark told = new HighWaterMark(disk, mark, HighWaterMark.Timing.WITHIN_A_SECOND);
        DatabaseFile.look(disk, file).check(told.read().map(HighWaterMark.Told::mark), mark);
    }

    /// Looks whether a database is there that the [HighWaterMark] of another one knows to belong to
    /// it, without opening it.
    ///
    /// @throws WentBackException when it is gone, or is not that one
    public static void checkKnown(Disk disk, Path file, Path marksOther) throws IOException {
        int known = known(disk, marksOther);
        if (known != 0) {
            DatabaseFile.look(disk, file).checkIdentity(known, marksOther);
        }
    }

    /// Whether the mark of another database knows of one that belongs to it.
    public static boolean isKnown(Disk disk, Path marksOther) throws IOException {
        return known(disk, marksOther) != 0;
    }

    private static int known(Disk disk, Path mark) throws IOException {
        return new HighWaterMark(disk, mark, HighWaterMark.Timing.WITHIN_A_SECOND)
                .read()
                .map(HighWaterMark.Told::other)
                .orElse(0);
    }

    /// From now on each of the two knows the other: [#checkKnown]. A kill at any instant leaves
    /// them as they are, or one knowing the other, which is there.
    public static void meet(SqliteDatabase one, SqliteDatabase another) throws IOException {
        if (one.mark.isPresent() && another.mark.isPresent()) {
            one.mark.get().meet(another.count.reached().identity());
            another.mark.get().meet(one.count.reached().identity());
        }
    }

    /// Makes the marks of two copies that belong together, which nobody has open.
    public static void markCopies(
            Disk disk, Path one, Path marksOne, Path another, Path marksAnother)
            throws IOException {
        DatabaseFile first = DatabaseFile.look(disk, one);
        DatabaseFile second = DatabaseFile.look(disk, another);
        HighWaterMark.writeFor(disk, first, second.mark().identity(), marksOne);
        HighWaterMark.writeFor(disk, second, first.mark().identity(), marksAnother);
    }

    /// Makes a database that nobody has open be the one that the mark of another knows, if it knows
    /// any.
    public static void adoptIdentity(Disk disk, Path file, Path marksOther) throws IOException {
        int known = known(disk, marksOther);
        if (known != 0) {
            identify(file, known);
        }
    }

    /// Makes a database that nobody has open be no known one: it is another when it is opened.
    public static void forgetIdentity(Path file) throws IOException {
        identify(file, 0);
    }

    private static void identify(Path file, int identity) throws IOException {
        try (Connection connection = connect(file, Mode.READ_WRITE);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + identity);
        } catch (SQLException e) {
            throw new IOException(
                    "The database " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// What SQLite finds wrong with a database that nobody has open; empty when it is whole.
    public static List<String> findings(Path file) throws IOException {
        return readFile(
                file,
                connection ->
                        Sql.all(connection, "PRAGMA integrity_check", row -> row.getString(1))
                                .stream()
                                .filter(line -> !line.equals("ok"))
                                .toList());
    }

    /// Reads a database that nobody has open, such as a copy.
    public static <T extends @Nullable Object> T readFile(Path file, Work<T> work)
            throws IOException {
        try (Connection connection = connect(file, Mode.READ_ONLY)) {
            try {
                return work.run(connection);
            } finally {
                StatementPool.forget(connection);
            }
        } catch (SQLException e) {
            throw new IOException("The database " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            writer.close();
            for (Link reader : allReaders) {
                reader.close();
            }
            writerLink.close();
            if (mark.isPresent()) {
                mark.get().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IOException("Cannot close the database " + file, e);
        }
    }

    private enum Mode {
        CREATE,
        /// A database that is gone is not made anew: it would be empty.
        READ_WRITE,
        READ_ONLY
    }

    private static Connection connect(Path file, Mode mode) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("journal_mode", "WAL");
        properties.setProperty("synchronous", "FULL");
        properties.setProperty("busy_timeout", "10000");
        properties.setProperty("foreign_keys", "true");
        properties.setProperty("jdbc.get_generated_keys", "false"); // asked after every change
        if (mode != Mode.CREATE) {
            properties.setProperty("open_mode", Integer.toString(SQLiteOpenMode.READWRITE.flag));
        }
        if (mode == Mode.READ_ONLY) {
            properties.setProperty("query_only", "true");
        }
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, properties);
        if (mode == Mode.READ_ONLY) {
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
                for (String sql : Schema.statements(step)) {
                    statement.execute(sql);
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
