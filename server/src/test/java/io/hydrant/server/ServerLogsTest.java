package io.hydrant.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.Sql;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.log.LogSeals;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.kafka.KafkaLogSchema;
import io.hydrant.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Records of a stream are in one place: whoever starts a server with the other is refused before
/// anything begins anew there.
class ServerLogsTest {
    /// Nobody is asked there.
    private static final KafkaSettings KAFKA =
            new KafkaSettings("127.0.0.1:1", Map.of(), "hydrant.", true);

    @TempDir private Path folder = Path.of("set by JUnit");

    @Test
    void whatIsInFoldersDoesNotBeginAnewInKafka() throws IOException {
        try (Database catalog = catalog()) {
            addStream(catalog, "films", "log-1");
            try (ServerLogs logs = open(Optional.empty(), catalog)) {
                logs.all().append("log-1", RecordBatch.of(List.of("one".getBytes(UTF_8))));
                assertThat(logs.inFolders()).isPresent();
            }
            assertThatThrownBy(() -> open(Optional.of(KAFKA), catalog))
                    .hasMessageContaining("The records of the stream films are in")
                    .hasMessageContaining("hydrant migrate --kafka");
        }
    }

    @Test
    void whatIsInKafkaDoesNotBeginAnewInFolders() throws IOException {
        try (Database catalog = catalog()) {
            for (int i = 1; i <= 7; i++) {
                addStream(catalog, "films-" + i, "log-" + i);
                addTopic(catalog, "log-" + i);
            }
            assertThatThrownBy(() -> open(Optional.empty(), catalog))
                    .hasMessageContaining("The records of 7 streams (films-1, films-2")
                    .hasMessageContaining("Start with --kafka");
        }
    }

    /// Its stream is deleted.
    @Test
    void aTopicThatNoStreamNamesRefusesNothing() throws IOException {
        try (Database catalog = catalog()) {
            addTopic(catalog, "log-of-nobody");
            addStream(catalog, "films", "log-1");
            try (ServerLogs logs = open(Optional.empty(), catalog)) {
                logs.all().append("log-1", RecordBatch.of(List.of("one".getBytes(UTF_8))));
            }
        }
    }

    private Database catalog() throws IOException {
        return SqliteDatabase.openAll(
                folder.resolve("catalog.db"),
                List.of(DeliveryStreamsSchema.SCHEMA, KafkaLogSchema.SCHEMA));
    }

    private static void addStream(Database catalog, String name, String log) throws IOException {
        catalog.write(connection ->
                Sql.update(
                        connection,
                        "INSERT INTO stream (name, arn, log_id, version, created_millis, destination)"
                                + " VALUES (?, ?, ?, 1, 0, '{}')",
                        name,
                        "arn:" + name,
                        log));
    }

    private static void addTopic(Database catalog, String log) throws IOException {
        catalog.write(connection ->
                Sql.update(
                        connection,
                        "INSERT INTO log_topic (log_id, topic, topic_id) VALUES (?, ?, 'id')",
                        log,
                        "hydrant." + log));
    }

    private ServerLogs open(Optional<KafkaSettings> kafka, Database catalog) throws IOException {
        ServerSettings settings = ServerSettings.local(folder);
        return ServerLogs.open(
                kafka.map(settings::with).orElse(settings),
                new DataFolder(folder),
                catalog,
                new RealDisk(),
                InstantSource.system(),
                new SplittableRandom(1),
                Meters.unread(),
                LogSeals.NONE);
    }
}
