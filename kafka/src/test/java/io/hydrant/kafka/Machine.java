package io.hydrant.kafka;

import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.conversion.plan.StreamTables;
import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.delivery.DeliverySettings;
import io.hydrant.core.delivery.StreamTransforms;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.format.Converter;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.LogSeals;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.core.stream.request.FirehoseShapes;
import io.hydrant.core.stream.request.StreamRequests;
import io.hydrant.core.transform.lambda.Functions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
        return begin(LogSeals.NONE);
    }

    /// Another process begins, which has these keys.
    KafkaLogs begin(LogSeals seals) throws IOException {
        KafkaLogs logs =
                KafkaLogs.open(
                        settings,
                        catalog,
                        folder.resolve("scratch-" + begun.size()),
                        new RealDisk(),
                        InstantSource.system(),
                        QUICK,
                        seals);
        begun.add(logs);
        return logs;
    }

    Database catalog() {
        return catalog;
    }

    /// The streams of the catalog, whose roles may be assumed.
    DeliveryStreams streams(RandomGenerator random) throws IOException {
        return new DeliveryStreams(
                catalog,
                (role, stream) -> true,
                "us-east-1",
                "123456789012",
                InstantSource.system(),
                random);
    }

    /// Creates a stream, given the body of the request.
    static DeliveryStream created(DeliveryStreams streams, String request) throws IOException {
        ObjectNode body = (ObjectNode) JsonMapper.shared().readTree(request);
        return streams.create(
                new StreamRequests(streams)
                        .newStream(JsonRequest.check(body, FirehoseShapes.CREATE_DELIVERY_STREAM)));
    }

    /// The engine of a process, not started.
    static DeliveryEngine engine(
            KafkaLogs logs,
            Ownership ownership,
            DeliveryStreams streams,
            ObjectSink bucket,
            RandomGenerator random) {
        return new DeliveryEngine(
                logs,
                ownership,
                new RealDisk(),
                streams,
                (role, stream) -> new Principal.Root("123456789012"),
                bucket,
                new StreamTransforms(
                        Functions.none(),
                        StreamTables.none(),
                        _ -> {},
                        Meters.unread(),
                        InstantSource.system(),
                        random),
                Converter.NONE,
                Meters.unread(),
                InstantSource.system(),
                random,
                DeliverySettings.DEFAULT);
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
