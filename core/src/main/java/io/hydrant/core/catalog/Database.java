package io.hydrant.core.catalog;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a server keeps what exists: a file of its own ([SqliteDatabase]), or a PostgreSQL database
/// that several nodes share. Safe for use from many threads.
///
/// The tables come in domains, each with a [Schema]. One text of SQL serves both kinds where both
/// understand it; what each spells in its own way stands in the steps of the schema, and in [Sql].
public interface Database extends AutoCloseable {
    /// Work on one connection, inside a transaction. Runs on a thread of the database or on the
    /// caller's; must not keep the connection. It may be run again when the database broke in the
    /// middle, so it changes nothing but the database.
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    /// The tables of one domain, as steps: scripts of SQL, each applied once, in order. A released
    /// step is never edited, only followed by another. Statements of a script are separated by a
    /// semicolon at the end of a line. A step means the same in both languages; where a database of
    /// the other kind never needs it, it is empty.
    record Schema(String domain, List<String> steps, List<String> postgresqlSteps) {
        public Schema {
            steps = List.copyOf(steps);
            postgresqlSteps = List.copyOf(postgresqlSteps);
            if (!postgresqlSteps.isEmpty() && postgresqlSteps.size() != steps.size()) {
                throw new IllegalArgumentException(
                        "%s has %d steps for SQLite and %d for PostgreSQL"
                                .formatted(domain, steps.size(), postgresqlSteps.size()));
            }
        }

        /// Of a domain that is kept in files alone.
        public Schema(String domain, List<String> steps) {
            this(domain, steps, List.of());
        }

        /// The statements of a step.
        public static List<String> statements(String step) {
            return List.of(step.split(";\\s*\\n", -1)).stream()
                    .filter(sql -> !sql.isBlank())
                    .toList();
        }
    }

    /// Runs `work` inside a commit and returns its result once that is durable. Writes come one
    /// after the other, over all nodes: what `work` has looked up still holds when it is committed.
    /// What `work` throws undoes its own changes only and comes out here: unchecked exceptions as
    /// they are, [SQLException] as [IOException].
    ///
    /// @throws IOException also when the database cannot be reached; then nothing was changed,
    ///   unless the message says that it is not known
    <T extends @Nullable Object> T write(Work<T> work) throws IOException;

    /// As [#write], but beside other writes, of this node and others: no order holds between them
    /// other than by the rows that they change. For what is written often and fenced by a condition
    /// of its own, such as `UPDATE … WHERE epoch = ?`. When its commit is not answered `work` is
    /// run again, so running it twice must come to the same.
    default <T extends @Nullable Object> T writeBeside(Work<T> work) throws IOException {
        return write(work);
    }

    /// Runs `work` on a connection that sees what was committed before it began, and may not write.
    <T extends @Nullable Object> T read(Work<T> work) throws IOException;

    /// Has a copy of a domain kept in memory: reads it all, and goes on having it read what other
    /// nodes change.
    ///
    /// @return by which this node's own changes of the domain are written
    default Feed follow(String domain, Feed.Follower follower) throws IOException {
        read(follower::all).run();
        return new LoneFeed(this);
    }

    /// Who of the nodes works on what.
    default Leases leases() {
        return Leases.LONE;
    }

    /// What this node calls itself in the database; nothing where it is alone with it.
    default Optional<String> node() {
        return Optional.empty();
    }

    /// The start of this server fails: where it is not known from before, nothing is left of it.
    default void withdraw() {}

    /// How long it has not been known what other nodes changed: a second or two at most, unless the
    /// database is out of reach.
    default Duration silence() {
        return Duration.ZERO;
    }

    /// Why nothing may be done by what is in it, in words for people: it went back to an older copy
    /// while this process had it. Empty while all is well.
    default Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
