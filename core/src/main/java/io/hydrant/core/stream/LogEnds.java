package io.hydrant.core.stream;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.log.ShardLog;
import io.hydrant.core.log.StreamLogs;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Notes in the catalog how far each log has come: the end of a log looks the same whether a crash
/// tore it or somebody took it away, unless something else knows it. What is noted is forced, and
/// was so before, so that an ordinary crash never leaves a log behind its note. Between two notes
/// lie a few seconds; the last is made when the server stops.
public final class LogEnds implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LogEnds.class.getName());

    /// One commit of the catalog for all logs that took records meanwhile.
    private static final long PAUSE_MILLIS = 5000;

    private final Database catalog;
    private final StreamLogs logs;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final Map<String, Long> noted;
    private boolean hasFailed;

    private LogEnds(Database catalog, StreamLogs logs, Map<String, Long> noted) {
        this.catalog = catalog;
        this.logs = logs;
        this.noted = noted;
        this.thread = Thread.ofPlatform().daemon().name("log-ends").unstarted(this::run);
    }

    /// Has the logs held against what was noted of them when they are opened, and notes from now
    /// on.
    public static LogEnds follow(Database catalog, StreamLogs logs) throws IOException {
        Map<String, Long> noted = new HashMap<>(catalog.read(LogEnds::noted));
        noted.forEach(logs::expectEnd);
        LogEnds ends = new LogEnds(catalog, logs, noted);
        ends.thread.start();
        return ends;
    }

    /// Up to which position records of each log are known to have been acknowledged. An older
    /// version's catalog has no notes.
    public static Map<String, Long> noted(Connection catalog) throws SQLException {
        Map<String, Long> noted = new HashMap<>();
        if (Sql.hasTable(catalog, "log_end")) {
            Sql.all(
                            catalog,
                            "SELECT log_id, position FROM log_end",
                            row -> Map.entry(row.getString(1), row.getLong(2)))
                    .forEach(end -> noted.put(end.getKey(), end.getValue()));
        }
        return noted;
    }

    private void run() {
        try {
            while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                note();
            }
        } catch (InterruptedException e) {
            // The last note is made by close.
        }
    }

    /// Writes down what is new. What cannot be written now is with the next.
    private synchronized void note() {
        try {
            Map<String, Long> news = new HashMap<>();
            logs.ends()
                    .forEach((log, end) -> {
                        if (end > noted.getOrDefault(log, 0L)) {
                            news.put(log, end);
                        }
                    });
            if (!news.isEmpty()) {
                write(news);
                noted.putAll(news);
            }
            hasFailed = false;
        } catch (IOException | RuntimeException | Error e) {
            if (!hasFailed) {
                LOG.log(
                        Level.WARNING,
                        "Cannot note in the catalog how far the logs have come: " + e.getMessage());
            }
            hasFailed = true;
        }
    }

    private void write(Map<String, Long> news) throws IOException {
        catalog.write(connection -> {
            int rows = 0;
            for (Map.Entry<String, Long> end : news.entrySet()) {
                rows +=
                        Sql.update(
                                connection,
                                "INSERT INTO log_end (log_id, position) SELECT ?, ?"
                                        + " WHERE EXISTS (SELECT 1 FROM stream WHERE log_id = ?)"
                                        + " ON CONFLICT (log_id) DO UPDATE SET position = excluded.position"
                                        + " WHERE log_end.position < excluded.position",
                                end.getKey(),
                                end.getValue(),
                                ShardLog.streams(end.getKey()));
            }
            return rows;
        });
    }

    /// Makes the last note. To be called when nothing is appended anymore.
    @Override
    public void close() {
        closed.countDown();
        note();
    }
}
