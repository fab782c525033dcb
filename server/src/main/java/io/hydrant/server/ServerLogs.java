package io.hydrant.server;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.log.LogSeals;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.ShardLog;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.meter.Meters;
import io.hydrant.kafka.KafkaLogSchema;
import io.hydrant.kafka.KafkaLogs;
import io.hydrant.kafka.KafkaSettings;
import io.hydrant.kafka.NodeGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The logs of a server: in folders of its data directory, or in Kafka. Of a stream that exists
/// they are in one place for ever, since its positions go on there.
///
/// @param inFolders the same, when they are there
/// @param group of the nodes that share them, if others may
record ServerLogs(StreamLogs all, Optional<Logs> inFolders, Optional<NodeGroup> group)
        implements AutoCloseable {
    private static final int NAMES_MAX = 5;

    /// The domains of a catalog whose logs are there.
    static List<Database.Schema> catalog(boolean areInKafka) {
        return areInKafka
                ? Stream.concat(ServerCatalog.CATALOG.stream(), Stream.of(KafkaLogSchema.SCHEMA))
                        .toList()
                : ServerCatalog.CATALOG;
    }

    /// @throws IOException with what to do, also when streams have their logs in the other place
    static ServerLogs open(
            ServerSettings settings,
            DataFolder data,
            Database catalog,
            Disk disk,
            InstantSource clock,
            RandomGenerator random,
            Meters meters,
            LogSeals seals)
            throws IOException {
        Optional<KafkaSettings> kafka = settings.kafka();
        if (kafka.isPresent()) {
            refuseFolders(data.logs(), disk, catalog);
            KafkaLogs logs =
                    KafkaLogs.open(kafka.get(), catalog, data.scratch(), disk, clock, seals);
            return settings.isShared()
                    ? shared(kafka.get(), catalog, logs)
                    : new ServerLogs(logs, Optional.empty(), Optional.empty());
        }
        refuseTopics(catalog);
        Logs logs = new Logs(data.logs(), disk, clock, random, LogSettings.DEFAULT, meters, seals);
        return new ServerLogs(logs, Optional.of(logs), Optional.empty());
    }

    private static ServerLogs shared(KafkaSettings kafka, Database catalog, KafkaLogs logs)
            throws IOException {
        boolean isOpen = false;
        try {
            NodeGroup group = NodeGroup.join(kafka, catalog.node().orElseThrow(), catalog::silence);
            isOpen = true;
            return new ServerLogs(logs, Optional.empty(), Optional.of(group));
        } finally {
            if (!isOpen) {
                logs.close();
            }
        }
    }

    /// Leaves delivery to the other nodes, or takes its share again.
    void standAside(boolean stands) {
        group.ifPresent(nodes -> nodes.standAside(stands));
    }

    /// Which of them this server delivers.
    Ownership ownership() {
        return group.isPresent() ? group.get() : Ownership.ALL;
    }

    private static void refuseFolders(Path folder, Disk disk, Database catalog) throws IOException {
        Set<String> stored = new HashSet<>();
        disk.names(folder).forEach(log -> stored.add(ShardLog.streams(log)));
        List<String> names = new ArrayList<>();
        catalog.read(ServerLogs::streams)
                .forEach((log, name) -> {
                    if (stored.contains(log)) {
                        names.add(name);
                    }
                });
        if (!names.isEmpty()) {
            throw new IOException(
                    "The records of %s are in %s, and would begin anew in Kafka. Move them there with `hydrant migrate --kafka`; or start without --kafka; or use another --data directory"
                            .formatted(told(names), folder));
        }
    }

    /// The names of all streams, by the ids of their logs.
    static Map<String, String> streams(Connection connection) throws SQLException {
        Map<String, String> names = new TreeMap<>();
        Sql.all(
                        connection,
                        "SELECT log_id, name FROM stream",
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(row -> names.put(row.getKey(), row.getValue()));
        return names;
    }

    private static void refuseTopics(Database catalog) throws IOException {
        List<String> names =
                catalog.read(connection -> {
                    Set<String> topics = inTopics(connection);
                    Map<String, String> streams = topics.isEmpty() ? Map.of() : streams(connection);
                    return topics.stream()
                            .map(ShardLog::streams)
                            .distinct()
                            .filter(streams::containsKey)
                            .map(log -> String.valueOf(streams.get(log)))
                            .sorted()
                            .toList();
                });
        if (!names.isEmpty()) {
            throw new IOException(
                    "The records of %s are in Kafka, and would begin anew in the data directory. Start with --kafka; or use another --data directory"
                            .formatted(told(names)));
        }
    }

    private static String told(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMES_MAX, names.size())));
        return names.size() > NAMES_MAX
                ? "%d streams (%s …)".formatted(names.size(), first)
                : (names.size() == 1 ? "the stream " : "the streams ") + first;
    }

    /// The ids of the logs that are in Kafka.
    static Set<String> inTopics(Connection catalog) throws SQLException {
        return Sql.hasTable(catalog, "log_topic")
                ? Set.copyOf(
                        Sql.all(catalog, "SELECT log_id FROM log_topic", row -> row.getString(1)))
                : Set.of();
    }

    @Override
    public void close() throws IOException {
        group.ifPresent(NodeGroup::close);
        all.close();
    }
}
