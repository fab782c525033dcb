package io.hydrant.postgresql;

import io.hydrant.core.catalog.Leases;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Leases as rows, by the clock of the database. Each time one is taken it has another epoch, and
/// what is written under it is checked against that: a node that was frozen and wakes finds its
/// epoch gone.
final class PostgresLeases implements Leases {
    private static final Logger LOG = System.getLogger(PostgresLeases.class.getName());

    /// How long a node may be out of touch before another goes on with its work. It is renewed each
    /// second.
    private static final int SECONDS = 6;

    private final PostgresDatabase database;
    private final String holder;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    PostgresLeases(PostgresDatabase database, String holder) {
        this.database = database;
        this.holder = holder;
    }

    private final class Held implements Lease {
        private final String name;
        private final long epoch;
        private final Runnable called;

        private Held(String name, long epoch, Runnable called) {
            this.name = name;
            this.epoch = epoch;
            this.called = called;
        }

        @Override
        public boolean check(Connection connection) throws SQLException {
            return Sql.first(
                            connection,
                            "SELECT 1 FROM hydrant_lease WHERE name = ? AND holder = ? AND epoch = ?",
                            row -> row.getInt(1),
                            name,
                            holder,
                            epoch)
                    .isPresent();
        }

        /// What cannot be given back now runs out by itself.
        @Override
        public void release() {
            held.remove(name, this);
            try {
                database.writeBeside(connection ->
                        Sql.update(
                                connection,
                                "DELETE FROM hydrant_lease WHERE name = ? AND holder = ? AND epoch = ?",
                                name,
                                holder,
                                epoch));
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A lease could not be given back", e);
            }
        }
    }

    @Override
    public Optional<Lease> tryTake(String name, Runnable called) throws IOException {
        Optional<Long> epoch =
                database.write(connection ->
                        Sql.first(
                                connection,
                                "INSERT INTO hydrant_lease (name, holder, epoch, until, called)"
                                        + " VALUES (?, ?, nextval('hydrant_epoch'),"
                                        + " clock_timestamp() + make_interval(secs => ?), FALSE)"
                                        + " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
                                        + " epoch = excluded.epoch, until = excluded.until, called = FALSE"
                                        + " WHERE hydrant_lease.until < clock_timestamp()"
                                        + " OR hydrant_lease.holder = excluded.holder"
                                        + " RETURNING epoch",
                                row -> row.getLong(1),
                                name,
                                holder,
                                SECONDS));
        if (epoch.isEmpty()) {
            return Optional.empty();
        }
        Held lease = new Held(name, epoch.get(), called);
        held.put(name, lease);
        return Optional.of(lease);
    }

    @Override
    public void call(String name) throws IOException {
        database.writeBeside(connection ->
                Sql.update(
                        connection, "UPDATE hydrant_lease SET called = TRUE WHERE name = ?", name));
    }

    @Override
    public List<String> free(List<String> names) throws IOException {
        return database.read(connection -> {
            List<String> free = new ArrayList<>();
            for (String name : names) {
                boolean isTaken =
                        Sql.first(
                                        connection,
                                        "SELECT 1 FROM hydrant_lease WHERE name = ? AND holder <> ?"
                                                + " AND until > clock_timestamp()",
                                        row -> row.getInt(1),
                                        name,
                                        holder)
                                .isPresent();
                if (!isTaken) {
                    free.add(name);
                }
            }
            return free;
        });
    }

    @Override
    public boolean isShared() {
        return true;
    }

    /// Each second, by the thread that listens. Those that ran out and were not taken by another go
    /// on.
    void renew(Connection connection) throws SQLException {
        if (held.isEmpty()) {
            return;
        }
        List<String> called =
                Sql.all(
                        connection,
                        "UPDATE hydrant_lease SET until ="
                                + " clock_timestamp() + make_interval(secs => ?)"
                                + " WHERE holder = ? RETURNING name, called",
                        row -> row.getBoolean(2) ? row.getString(1) : "",
                        SECONDS,
                        holder);
        for (String name : called) {
            Held lease = held.get(name);
            if (lease != null) {
                lease.called.run();
            }
        }
    }
}
