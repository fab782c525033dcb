package io.hydrant.core.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/// Statements with their parameters in one line: numbers, strings, byte arrays.
public final class Sql {
    /// Reads one row.
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql() {}

    /// How many rows changed.
    public static int update(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return run(connection, sql, PreparedStatement::executeUpdate, parameters);
    }

    public static <T> List<T> all(
            Connection connection, String sql, Row<T> reader, Object... parameters)
            throws SQLException {
        return run(
                connection,
                sql,
                statement -> {
                    List<T> found = new ArrayList<>();
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            found.add(reader.read(rows));
                        }
                    }
                    return found;
                },
                parameters);
    }

    public static <T> Optional<T> first(
            Connection connection, String sql, Row<T> reader, Object... parameters)
            throws SQLException {
        return run(
                connection,
                sql,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
                    }
                },
                parameters);
    }

    /// Which language the connection's database speaks.
    public static boolean isSqlite(Connection connection) {
        return connection instanceof SQLiteConnection;
    }

    /// Closes a connection that was used here.
    public static void close(Connection connection) throws SQLException {
        StatementPool.forget(connection);
        connection.close();
    }

    /// Whether the database is not what was written, or none at all.
    public static boolean isDamage(SQLException failure) {
        return SqliteWords.isDamage(failure);
    }

    public static boolean hasTable(Connection connection, String name) throws SQLException {
        return first(
                        connection,
                        isSqlite(connection)
                                ? "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
                                : "SELECT 1 FROM information_schema.tables"
                                        + " WHERE table_schema = current_schema()"
                                        + " AND table_name = ?",
                        row -> row.getInt(1),
                        name)
                .isPresent();
    }

    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /// PostgreSQL's driver remembers statements itself.
    private static <T> T run(Connection connection, String sql, Use<T> use, Object... parameters)
            throws SQLException {
        if (isSqlite(connection)) {
            return runPooled(connection, sql, use, parameters);
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return use.of(statement);
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /// A statement that failed is not used again.
    private static <T> T runPooled(
            Connection connection, String sql, Use<T> use, Object... parameters)
            throws SQLException {
        StatementPool pool = StatementPool.of(connection);
        PreparedStatement statement = pool.take(connection, sql);
        boolean isSound = false;
        try {
            bind(statement, parameters);
            T result = use.of(statement);
            isSound = true;
            return result;
        } finally {
            if (isSound) {
                pool.giveBack(sql, statement);
            } else {
                statement.close();
            }
        }
    }
}
