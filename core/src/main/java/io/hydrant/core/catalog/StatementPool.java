package io.hydrant.core.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Statements of one connection that are not in use, by their SQL: SQLite takes longer to compile
/// most of ours than to run them. Used by one thread at a time, as its connection is.
final class StatementPool {
    private static final int IDLE_MAX = 128;

    private static final ConcurrentMap<Connection, StatementPool> BY_CONNECTION =
            new ConcurrentHashMap<>();

    private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();

    static StatementPool of(Connection connection) {
        return BY_CONNECTION.computeIfAbsent(connection, key -> new StatementPool());
    }

    /// To be called when a connection is closed, which closes its statements.
    static void forget(Connection connection) {
        BY_CONNECTION.remove(connection);
    }

    /// One that nobody else uses until it is given back.
    PreparedStatement take(Connection connection, String sql) throws SQLException {
        @Nullable PreparedStatement known = idle.remove(sql);
        return known == null ? connection.prepareStatement(sql) : known;
    }

    /// Its results are closed. When there are too many, the one that rested longest is closed.
    void giveBack(String sql, PreparedStatement statement) throws SQLException {
        statement.clearParameters();
        @Nullable PreparedStatement surplus =
                idle.putIfAbsent(sql, statement) == null ? null : statement;
        if (idle.size() > IDLE_MAX) {
            surplus = idle.pollFirstEntry().getValue();
        }
        if (surplus != null) {
            surplus.close();
        }
    }
}
