package io.hydrant.kafka;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.log.EpochOverException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogTakeover;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the catalog knows of logs in Kafka: which topic each has, the epoch and the document of
/// each of its readers, and from where on it can be counted. Safe for use from many threads.
final class LogTable {
    /// What came of keeping a document.
    private enum Kept {
        KEPT,
        REFUSED
    }

    private final Database catalog;

    LogTable(Database catalog) {
        this.catalog = catalog;
    }

    /// The identity of a log's topic: the one that was noted first counts. A topic of the same name
    /// that was made again has another.
    String noteTopic(String log, String topic, String topicId) throws IOException {
        return catalog.write(connection -> {
            Sql.update(
                    connection,
                    "INSERT INTO log_topic (log_id, topic, topic_id) VALUES (?, ?, ?)"
                            + " ON CONFLICT (log_id) DO NOTHING",
                    log,
                    topic,
                    topicId);
            return topicId(connection, log).orElseThrow();
        });
    }

    /// Empty when the log never had one.
    Optional<String> topicId(String log) throws IOException {
        return catalog.read(connection -> topicId(connection, log));
    }

    private static Optional<String> topicId(Connection connection, String log) throws SQLException {
        return Sql.first(
                connection,
                "SELECT topic_id FROM log_topic WHERE log_id = ?",
                row -> row.getString(1),
                log);
    }

    /// What a catalog calls itself towards Kafka.
    ///
    /// @param isMade whether Kafka has heard of it
    record Claim(String id, boolean isMade) {}

    /// @param id the name, if there is none yet
    Claim claim(String log, String id) throws IOException {
        return catalog.write(connection -> {
            Sql.update(
                    connection,
                    "INSERT INTO log_topic (log_id, topic, topic_id) VALUES (?, '', ?)"
                            + " ON CONFLICT (log_id) DO NOTHING",
                    log,
                    id);
            return Sql.first(
                            connection,
                            "SELECT topic_id, topic FROM log_topic WHERE log_id = ?",
                            row -> new Claim(row.getString(1), !row.getString(2).isEmpty()),
                            log)
                    .orElseThrow();
        });
    }

    void claimMade(String log, String topic) throws IOException {
        catalog.write(connection ->
                Sql.update(
                        connection, "UPDATE log_topic SET topic = ? WHERE log_id = ?", topic, log));
    }

    /// A topic, if any, that does not begin so.
    Optional<String> topicWithout(String prefix) throws IOException {
        return catalog.read(connection ->
                Sql.all(
                                connection,
                                "SELECT topic FROM log_topic WHERE topic <> ''",
                                row -> row.getString(1))
                        .stream()
                        .filter(topic -> !topic.startsWith(prefix))
                        .findFirst());
    }

    /// Takes in a log that was moved here: from its topic's first message on it has what the other
    /// log had from `begin` on, and its readers' documents.
    static void moved(Connection connection, LogTransfer.Moved log) throws SQLException {
        forget(connection, log.id());
        Sql.update(
                connection,
                "INSERT INTO log_topic (log_id, topic, topic_id) VALUES (?, ?, ?)",
                log.id(),
                log.topic(),
                log.topicId());
        Milestone begin = log.begin();
        Sql.update(
                connection,
                "INSERT INTO log_milestone (log_id, message, position, payload_bytes, epoch, state)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                log.id(),
                begin.message(),
                begin.point().position(),
                begin.point().payloadBytes(),
                begin.epoch(),
                begin.state());
        for (Map.Entry<String, byte[]> document : log.documents().entrySet()) {
            Sql.update(
                    connection,
                    "INSERT INTO log_reader (log_id, reader, epoch, document) VALUES (?, ?, 1, ?)",
                    log.id(),
                    document.getKey(),
                    document.getValue());
        }
    }

    /// The ids of all logs that have topics.
    static Set<String> known(Connection connection) throws SQLException {
        return Set.copyOf(
                Sql.all(
                        connection,
                        "SELECT log_id FROM log_topic WHERE log_id <> ?",
                        row -> row.getString(1),
                        TopicsClaim.NAME));
    }

    /// Begins another epoch.
    LogTakeover takeOver(String log, String reader) throws IOException {
        return catalog.write(connection -> {
            Sql.update(
                    connection,
                    "INSERT INTO log_reader (log_id, reader, epoch) VALUES (?, ?, 1) ON CONFLICT"
                        + " (log_id, reader) DO UPDATE SET epoch = log_reader.epoch + 1",
                    log,
                    reader);
            return Sql.first(
                            connection,
                            "SELECT epoch, document FROM log_reader WHERE log_id = ? AND reader ="
                                + " ?",
                            row -> new LogTakeover(row.getLong(1), document(row, 2)),
                            log,
                            reader)
                    .orElseThrow();
        });
    }

    Optional<byte[]> document(String log, String reader) throws IOException {
        return catalog.read(connection ->
                Sql.first(
                                connection,
                                "SELECT document FROM log_reader WHERE log_id = ? AND reader = ?",
                                row -> document(row, 1),
                                log,
                                reader)
                        .flatMap(found -> found));
    }

    private static Optional<byte[]> document(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column));
    }

    /// Keeps a document, unless another epoch has begun.
    ///
    /// @throws EpochOverException when it has; nothing has changed then
    void checkpoint(String log, String reader, long epoch, byte[] document) throws IOException {
        Kept kept =
                catalog.writeBeside(connection ->
                        Sql.update(
                                                connection,
                                                "UPDATE log_reader SET document = ? WHERE log_id ="
                                                    + " ? AND reader = ? AND epoch = ?",
                                                document,
                                                log,
                                                reader,
                                                epoch)
                                        == 1
                                ? Kept.KEPT
                                : Kept.REFUSED);
        if (kept == Kept.REFUSED) {
            throw new EpochOverException(epoch, epoch(log, reader));
        }
    }

    /// The epoch that was begun last; 0 when none was.
    long epoch(String log, String reader) throws IOException {
        return catalog.read(connection ->
                        Sql.first(
                                connection,
                                "SELECT epoch FROM log_reader WHERE log_id = ? AND reader = ?",
                                row -> row.getLong(1),
                                log,
                                reader))
                .orElse(0L);
    }

    /// In the order of the topic.
    List<Milestone> milestones(String log) throws IOException {
        return catalog.read(connection ->
                Sql.all(
                        connection,
                        "SELECT message, position, payload_bytes, epoch, state FROM log_milestone"
                                + " WHERE log_id = ? ORDER BY message",
                        row ->
                                new Milestone(
                                        row.getLong(1),
                                        new LogPoint(row.getLong(2), row.getLong(3)),
                                        row.getLong(4),
                                        row.getBytes(5)),
                        log));
    }

    /// Adds one; another reader may have, and it was the same.
    void add(String log, Milestone milestone) throws IOException {
        catalog.writeBeside(connection ->
                Sql.update(
                        connection,
                        "INSERT INTO log_milestone (log_id, message, position, payload_bytes,"
                            + " epoch, state) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (log_id,"
                            + " message) DO NOTHING",
                        log,
                        milestone.message(),
                        milestone.point().position(),
                        milestone.point().payloadBytes(),
                        milestone.epoch(),
                        milestone.state()));
    }

    /// Forgets those before a message.
    void forgetBefore(String log, long message) throws IOException {
        catalog.writeBeside(connection ->
                Sql.update(
                        connection,
                        "DELETE FROM log_milestone WHERE log_id = ? AND message < ?",
                        log,
                        message));
    }

    /// Forgets all of a log.
    void forget(String log) throws IOException {
        catalog.write(connection -> forget(connection, log));
    }

    private static int forget(Connection connection, String log) throws SQLException {
        Sql.update(connection, "DELETE FROM log_milestone WHERE log_id = ?", log);
        Sql.update(connection, "DELETE FROM log_reader WHERE log_id = ?", log);
        return Sql.update(connection, "DELETE FROM log_topic WHERE log_id = ?", log);
    }
}
