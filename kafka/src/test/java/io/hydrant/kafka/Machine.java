package io.hydrant.kafka;

import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Processes that have one catalog and one Kafka: each has its logs open as if it were alone.
final class Machine implements AutoCloseable {
    /// So quick that a test sees it.
    private static final Keeper.Pace QUICK =
            new Keeper.Pace(20_000, 20_000, Duration.ZERO, Duration.ofMillis(50));

    private final Path folder;
    private final KafkaSettings settings;
    private final Database catalog;
    private final List<KafkaLogs> begun = new ArrayList<>();

    Machine(Path folder, KafkaSettings settings) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.catalog =
                SqliteDatabase.openAll(
                        folder.resolve("catalog.db"),
                        List.of(KafkaLogSchema.SCHEMA, DeliveryStreamsSchema.SCHEMA));
    }

    /// Another process begins.
    KafkaLogs begin() throws IOException {
        KafkaLogs logs =
                KafkaLogs.open(
                        settings,
                        catalog,
                        folder.resolve("scratch-" + begun.size()),
                        new RealDisk(),
                        InstantSource.system(),
                        QUICK);
        begun.add(logs);
        return logs;
    }

    Database catalog() {
        return catalog;
    }

    KafkaSettings settings() {
        return settings;
    }

    /// The process that began last ends.
    void endLast() throws IOException {
        begun.removeLast().close();
    }

    @Override
    public void close() throws IOException {
        while (!begun.isEmpty()) {
            endLast();
        }
        catalog.close();
    }
}
