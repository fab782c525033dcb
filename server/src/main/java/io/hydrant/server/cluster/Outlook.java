package io.hydrant.server.cluster;

import io.hydrant.core.catalog.Database;
import io.hydrant.server.cluster.ClusterTables.State;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// What the nodes have written down, as it was a second ago at most while the database can be
/// reached; read when somebody asks. Safe for use from many threads.
final class Outlook {
    private static final Logger LOG = System.getLogger(Outlook.class.getName());

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ALL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /// What was written is seen by others when it is committed, some seconds later at most; what
    /// took longer is seen when all is read again.
    private static final long COMMIT_MILLIS = 15_000;

    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<String, Known> states = Map.of();
    private List<ClusterNode> nodes = List.of();
    private long writtenMillis;
    private long readAtNanos = System.nanoTime() - FRESH_NANOS;
    private long allAtNanos = System.nanoTime() - ALL_NANOS;

    /// @param report empty when another version wrote it, which is not understood
    record Known(State state, Optional<StreamReport> report) {
        static Known of(State state) {
            return new Known(state, StreamReport.of(state.document()));
        }
    }

    record Picture(List<ClusterNode> nodes, Map<String, Known> states) {
        Optional<ClusterNode> node(String id) {
            return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
        }

        Optional<Known> state(String log) {
            return Optional.ofNullable(states.get(log));
        }

        Picture with(Map<String, Known> later) {
            Map<String, Known> all = new HashMap<>(states);
            all.putAll(later);
            return new Picture(nodes, all);
        }
    }

    private record Rows(List<ClusterNode> nodes, List<State> states) {}

    Outlook(Database database) {
        this.database = database;
    }

    Picture picture() {
        lock.lock();
        try {
            if (System.nanoTime() - readAtNanos >= FRESH_NANOS) {
                readUnlessOutOfTouch();
            }
            return new Picture(nodes, states);
        } finally {
            lock.unlock();
        }
    }

    /// Whoever asks is not kept waiting for a database that does not answer.
    private void readUnlessOutOfTouch() {
        try {
            if (database.silence().compareTo(Cluster.SILENCE_MAX) < 0) {
                read();
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "What other nodes know could not be read", e);
        }
        readAtNanos = System.nanoTime();
    }

    private void read() throws IOException {
        boolean isAll = System.nanoTime() - allAtNanos >= ALL_NANOS;
        long since = isAll ? 0 : writtenMillis - COMMIT_MILLIS;
        Rows rows =
                database.read(connection ->
                        new Rows(
                                ClusterTables.nodes(connection),
                                ClusterTables.states(connection, since)));
        Map<String, Known> known = isAll ? new HashMap<>() : new HashMap<>(states);
        for (State state : rows.states()) {
            Known before = states.get(state.log());
            boolean isNews = before == null || !before.state().equals(state);
            known.put(state.log(), isNews ? Known.of(state) : before);
            writtenMillis = Math.max(writtenMillis, state.writtenMillis());
        }
        states = Map.copyOf(known);
        nodes = rows.nodes();
        if (isAll) {
            allAtNanos = System.nanoTime();
        }
    }
}
