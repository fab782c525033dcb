package io.hydrant.core.history;

import io.hydrant.core.catalog.Sql;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sqlite.JDBC;

/// The SQLite file in which a row is a stream's minute. A row is written where something was
/// counted and nowhere else. Not for use by several threads at once.
///
/// Nothing is promised of it, so its commits are not forced (`synchronous=NORMAL`): a power cut
/// takes the last minutes, and leaves a sound file.
final class HistoryFile implements AutoCloseable {
    private static final int VERSION = 1;

    private static final List<String> TABLES =
            List.of(
                    "CREATE TABLE IF NOT EXISTS streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
                            + " figures BLOB NOT NULL)",
                    "CREATE TABLE IF NOT EXISTS minutes (stream INTEGER NOT NULL, minute INTEGER NOT NULL,"
                            + " figures BLOB NOT NULL, PRIMARY KEY (stream, minute)) WITHOUT ROWID");

    private static final String OLDEST =
            "SELECT MIN(first) FROM (SELECT (SELECT MIN(minute) FROM minutes WHERE stream = id) AS first"
                    + " FROM streams)";

    private static final String NEWEST =
            "SELECT MAX(last) FROM (SELECT (SELECT MAX(minute) FROM minutes WHERE stream = id) AS last"
                    + " FROM streams)";

    private final Connection connection;

    /// A stream's row.
    ///
    /// @param figures of which it has a value in some minute, or had
    private record Stream(long id, Set<Figure> figures) {}

    private final Map<String, Stream> streams = new HashMap<>();

    private HistoryFile(Connection connection) {
        this.connection = connection;
    }

    /// Opens the file, or makes it, for its owner only.
    ///
    /// @throws SQLException also when it is none of ours, or one of a newer version
    static HistoryFile open(Path file, Disk disk) throws IOException, SQLException {
        if (!disk.exists(file)) {
            disk.create(file).close();
        }
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
        boolean isOpen = false;
        try {
            HistoryFile opened = new HistoryFile(connection);
            opened.prepare();
            isOpen = true;
            return opened;
        } finally {
            if (!isOpen) {
                connection.close();
            }
        }
    }

    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum=INCREMENTAL"); // heeded by an empty file
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=NORMAL");
            statement.execute("PRAGMA cache_size=-1024");
            long version = number("PRAGMA user_version").orElse(0L);
            if (version > VERSION) {
                throw new SQLException("it was written by a newer version of Hydrant");
            }
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute("PRAGMA user_version=" + VERSION);
        }
        connection.setAutoCommit(false);
    }

    /// Adds what was counted in a minute to what is there of it, in one commit.
    void add(long minute, Map<String, Map<Figure, Summary>> byStream) throws SQLException {
        boolean isKept = false;
        try {
            for (Map.Entry<String, Map<Figure, Summary>> each : byStream.entrySet()) {
                Stream stream = stream(each.getKey(), each.getValue().keySet());
                add(minute, stream.id(), new Minute(each.getValue()));
            }
            connection.commit();
            isKept = true;
        } finally {
            if (!isKept) {
                connection.rollback();
                streams.clear(); // some may have been undone
            }
        }
    }

    private void add(long minute, long stream, Minute fresh) throws SQLException {
        Optional<Minute> before =
                Sql.first(
                        connection,
                        "SELECT figures FROM minutes WHERE stream = ? AND minute = ?",
                        row -> Minute.of(row.getBytes(1)),
                        stream,
                        minute);
        Sql.update(
                connection,
                "INSERT OR REPLACE INTO minutes (stream, minute, figures) VALUES (?, ?, ?)",
                stream,
                minute,
                before.map(known -> known.and(fresh)).orElse(fresh).toBytes());
    }

    /// The row of a stream, made when it is missing, with these figures at least.
    private Stream stream(String name, Set<Figure> figures) throws SQLException {
        Stream known = streams.get(name);
        if (known == null) {
            known = find(name).orElse(new Stream(0, Set.of()));
        }
        if (known.id() == 0 || !known.figures().containsAll(figures)) {
            Set<Figure> all = EnumSet.copyOf(figures);
            all.addAll(known.figures());
            Sql.update(
                    connection,
                    "INSERT INTO streams (name, figures) VALUES (?, ?)"
                            + " ON CONFLICT (name) DO UPDATE SET figures = excluded.figures",
                    name,
                    bytes(all));
            known = find(name).orElseThrow();
        }
        streams.put(name, known);
        return known;
    }

    private Optional<Stream> find(String name) throws SQLException {
        return Sql.first(
                connection,
                "SELECT id, figures FROM streams WHERE name = ?",
                row -> new Stream(row.getLong(1), figures(row.getBytes(2))),
                name);
    }

    /// A byte for the code of each.
    private static byte[] bytes(Set<Figure> figures) {
        byte[] codes = new byte[figures.size()];
        int at = 0;
        for (Figure figure : figures) {
            codes[at++] = (byte) figure.code();
        }
        return codes;
    }

    private static Set<Figure> figures(byte[] codes) {
        Set<Figure> figures = EnumSet.noneOf(Figure.class);
        for (byte code : codes) {
            Figure.ofCode(code).ifPresent(figures::add);
        }
        return figures;
    }

    /// The minutes of a stream from `from` on and before `to`.
    SortedMap<Long, Minute> minutes(String stream, long from, long to) throws SQLException {
        SortedMap<Long, Minute> found = new TreeMap<>();
        Sql.all(
                connection,
                "SELECT minute, figures FROM minutes WHERE stream = (SELECT id FROM streams WHERE name = ?)"
                        + " AND minute >= ? AND minute < ?",
                row -> found.put(row.getLong(1), Minute.of(row.getBytes(2))),
                stream,
                from,
                to);
        connection.rollback(); // nobody holds the log of writes back by reading
        return found;
    }

    /// The streams that have a minute from `from` on, and the figures of each.
    Map<String, Set<Figure>> streams(long from) throws SQLException {
        Map<String, Set<Figure>> found = new HashMap<>();
        Sql.all(
                connection,
                "SELECT name, figures FROM streams WHERE EXISTS"
                        + " (SELECT 1 FROM minutes WHERE stream = id AND minute >= ?)",
                row -> found.put(row.getString(1), figures(row.getBytes(2))),
                from);
        connection.rollback();
        return found;
    }

    /// Deletes minutes before that one, and then the oldest, until what is left takes at most so
    /// many bytes.
    void prune(long before, long bytesMax) throws SQLException {
        delete(before);
        while (usedBytes() > bytesMax) {
            long oldest = number(OLDEST).orElse(0L);
            long newest = number(NEWEST).orElse(0L);
            if (oldest >= newest) {
                break; // one minute of all streams is kept, whatever it takes
            }
            delete(oldest + Math.max(1, (newest - oldest) / 10));
        }
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA incremental_vacuum");
        } finally {
            connection.setAutoCommit(false);
        }
    }

    private void delete(long before) throws SQLException {
        for (long stream : Sql.all(connection, "SELECT id FROM streams", row -> row.getLong(1))) {
            Sql.update(
                    connection,
                    "DELETE FROM minutes WHERE stream = ? AND minute < ?",
                    stream,
                    before);
        }
        int forgotten =
                Sql.update(
                        connection,
                        "DELETE FROM streams WHERE NOT EXISTS (SELECT 1 FROM minutes WHERE stream = id)");
        connection.commit();
        if (forgotten > 0) {
            streams.clear();
        }
    }

    private long usedBytes() throws SQLException {
        long pages =
                number("PRAGMA page_count").orElse(0L) - number("PRAGMA freelist_count").orElse(0L);
        return pages * number("PRAGMA page_size").orElse(0L);
    }

    private Optional<Long> number(String sql) throws SQLException {
        return Sql.first(
                connection,
                sql,
                row -> {
                    long value = row.getLong(1);
                    return row.wasNull() ? 0L : value;
                });
    }

    @Override
    public void close() throws SQLException {
        Sql.close(connection);
    }
}
