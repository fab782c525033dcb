package io.hydrant.core.catalog;

import io.hydrant.core.catalog.HighWaterMark.Mark;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/// Counts the commits that change something, in the database itself: `PRAGMA user_version`, so that
/// a count is as durable as its commit. It is in the first page, which can be read without opening
/// the database. Used by the thread that writes; [#durable] by any.
final class CommitCount {
    private final Optional<HighWaterMark> mark;
    private final int identity;
    private volatile int durable;

    /// The connection that was committed last, and how many rows it had changed in all.
    private @Nullable Connection last;

    private long changes;

    private CommitCount(Optional<HighWaterMark> mark, int identity, int durable) {
        this.mark = mark;
        this.identity = identity;
        this.durable = durable;
    }

    /// Takes up the count, or begins it. A start counts as a commit.
    static CommitCount begin(Connection writer, Optional<HighWaterMark> mark) throws SQLException {
        writer.setAutoCommit(false);
        try (Statement statement = writer.createStatement()) {
            int known = number(statement, "PRAGMA application_id");
            int identity =
                    known != 0 ? known : number(statement, "SELECT abs(random() % 2147483646) + 1");
            int count = number(statement, "PRAGMA user_version") + 1;
            if (known == 0) {
                statement.execute("PRAGMA application_id = " + identity);
            }
            statement.execute("PRAGMA user_version = " + count);
            writer.commit();
            return new CommitCount(mark, identity, count);
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.getInt(1);
        }
    }

    Mark reached() {
        return new Mark(durable, identity);
    }

    /// How many commits are forced.
    int durable() {
        return durable;
    }

    /// Commits, and counts it unless nothing was changed.
    void commit(Connection connection) throws SQLException {
        long changed = ((SQLiteConnection) connection).getDatabase().total_changes();
        boolean isChange = changed != (connection.equals(last) ? changes : 0);
        int next = durable + 1;
        if (isChange) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA user_version = " + next);
            }
        }
        connection.commit();
        last = connection;
        changes = changed;
        if (isChange) {
            durable = next;
            mark.ifPresent(file -> file.committed(reached()));
        }
    }
}
