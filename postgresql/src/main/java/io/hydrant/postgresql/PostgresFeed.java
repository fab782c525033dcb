package io.hydrant.postgresql;

import io.hydrant.core.catalog.Database.Work;
import io.hydrant.core.catalog.Feed;
import io.hydrant.core.catalog.OvertakenException;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One domain's changes, by the numbers of their writes. Whoever changes the domain writes down
/// which keys, and that the domain has come so far, in the same transaction.
final class PostgresFeed implements Feed {
    /// What another node adds is looked for that often at most, when it is asked for and not there.
    private static final long LOOK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long NOTHING_YET = -1;

    private final PostgresDatabase database;
    private final String domain;
    private final Follower follower;
    private final AtomicLong lookedAtNanos = new AtomicLong(System.nanoTime());

    /// Up to which write the copy has everything. Changed while the follower's lock is held.
    private volatile long seen = NOTHING_YET;

    PostgresFeed(PostgresDatabase database, String domain, Follower follower) {
        this.database = database;
        this.domain = domain;
        this.follower = follower;
    }

    private record News(long head, Runnable intoMemory) {}

    @Override
    public void catchUp() throws IOException {
        News news = database.read(this::news);
        if (news.head() > seen) {
            news.intoMemory().run();
            seen = news.head();
        }
    }

    private News news(Connection connection) throws SQLException {
        long[] known =
                Sql.first(
                                connection,
                                "SELECT number, dropped FROM hydrant_domain WHERE domain = ?",
                                row -> new long[] {row.getLong(1), row.getLong(2)},
                                domain)
                        .orElseThrow(() -> new SQLException("There is no domain " + domain));
        long from = seen;
        if (known[0] == from) {
            return new News(from, () -> {});
        }
        if (from == NOTHING_YET || from < known[1]) {
            return new News(known[0], follower.all(connection));
        }
        List<String> keys =
                Sql.all(
                        connection,
                        "SELECT DISTINCT key FROM hydrant_change WHERE domain = ? AND number > ?",
                        row -> row.getString(1),
                        domain,
                        from);
        return new News(known[0], follower.some(connection, keys));
    }

    /// By the thread that listens.
    void isAt(long number) throws IOException {
        if (number > seen) {
            follower.news();
        }
    }

    String domain() {
        return domain;
    }

    @Override
    public <T extends @Nullable Object> T write(Collection<String> keys, Work<T> work)
            throws IOException {
        long[] written = new long[1];
        T result;
        try {
            result =
                    database.writes()
                            .write((connection, number) -> {
                                comeTo(connection, number);
                                for (String key : keys) {
                                    Sql.update(
                                            connection,
                                            "INSERT INTO hydrant_change (domain, number, key)"
                                                    + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                                            domain,
                                            number,
                                            key);
                                }
                                Sql.first(
                                        connection,
                                        "SELECT pg_notify(?, ?)",
                                        row -> "",
                                        database.channel(),
                                        domain);
                                written[0] = number;
                                return work.run(connection);
                            });
        } catch (Overtaken e) {
            throw new OvertakenException(domain);
        }
        seen = written[0];
        return result;
    }

    /// Refuses when another node changed the domain first.
    private void comeTo(Connection connection, long number) throws SQLException {
        int rows =
                Sql.update(
                        connection,
                        "UPDATE hydrant_domain SET number = ? WHERE domain = ? AND number = ?",
                        number,
                        domain,
                        seen);
        if (rows == 0) {
            throw new Overtaken();
        }
    }

    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overtaken() {
            super(null, null, false, false);
        }
    }

    @Override
    public boolean isWorthAnotherLook() {
        long now = System.nanoTime();
        long before = lookedAtNanos.get();
        return now - before > LOOK_PAUSE_NANOS && lookedAtNanos.compareAndSet(before, now);
    }

    @Override
    public boolean isInTouch() {
        return database.isInTouch();
    }
}
