package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.Bug;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.catalog.SqliteDatabase;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.format.Converter;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.DeliveryStreamsSchema;
import io.hydrant.core.stream.Ingest;
import io.hydrant.core.stream.StreamCalls;
import io.hydrant.testing.Seed;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The engine with its threads, on a real disk and the real clock.
@Timeout(60)
class DeliveryEngineTest {
    private static final int WRITERS = 8;
    private static final int BATCHES = 50;
    private static final int MEBIBYTE = 1024 * 1024;

    @TempDir Path folder;
    private final MemorySink sink = new MemorySink();
    private final Disk disk = new RealDisk();
    private final InstantSource clock = InstantSource.system();
    private final Random random = new Random(1);

    @Test
    void whatManyWritersSendIsDeliveredOnceAcrossARestart() throws Exception {
        try (Database catalog = catalog()) {
            DeliveryStreams streams = streams(catalog);
            DeliveryStream stream = StreamCalls.create(streams, request("orders", 0));
            try (Logs logs = new Logs(folder.resolve("logs"), disk, clock, random);
                    DeliveryEngine engine = engine(logs, streams)) {
                engine.start();
                Ingest ingest = new Ingest(logs);
                try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (int i = 0; i < WRITERS; i++) {
                        String writer = "w" + i + ";";
                        var _ = writers.submit(() -> write(ingest, stream, writer));
                    }
                }
            }
            try (Logs logs = new Logs(folder.resolve("logs"), disk, clock, random);
                    DeliveryEngine engine = engine(logs, streams)) {
                engine.start();
                await(() -> records(stream).length == WRITERS * BATCHES * 2);
            }
            String[] records = records(stream);
            for (int i = 0; i < WRITERS; i++) {
                String writer = "w" + i;
                assertThat(Arrays.stream(records).filter(writer::equals)).hasSize(BATCHES * 2);
            }
        }
    }

    @Test
    void aBufferWaitsForItsIntervalUnlessItIsFlushed() throws Exception {
        try (Database catalog = catalog();
                Logs logs = new Logs(folder.resolve("logs"), disk, clock, random)) {
            DeliveryStreams streams = streams(catalog);
            try (DeliveryEngine engine = engine(logs, streams)) {
                engine.start();
                DeliveryStream stream = StreamCalls.create(streams, request("orders", 900));
                new Ingest(logs)
                        .put(
                                stream,
                                RecordBatch.of(List.of("a;".getBytes(StandardCharsets.UTF_8))));
                await(() -> figures(engine, "orders").bufferOldestArrival().isPresent());
                assertThat(figures(engine, "orders").bufferedRecords()).isEqualTo(1);
                await(() ->
                        status(engine)
                                .nextDue()
                                .filter(due -> due.isAfter(clock.instant().plusSeconds(600)))
                                .isPresent());
                engine.flush("orders");
                await(() -> figures(engine, "orders").deliveredObjects() == 1);
                assertThat(records(stream)).containsExactly("a");
                streams.delete("orders");
                await(() -> isEmpty(logs));
                assertThat(engine.status("orders")).isEmpty();
            }
        }
    }

    @Test
    void streamsThatCatchUpWithLargeObjectsDoNotKeepASmallOneWaiting() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ObjectSink slow =
                draft -> {
                    if (draft.body().length() >= 8 * MEBIBYTE) {
                        awaitQuietly(release);
                    }
                    return sink.putIfAbsent(draft);
                };
        try (Database catalog = catalog();
                Logs logs = new Logs(folder.resolve("logs"), disk, clock, random)) {
            DeliveryStreams streams = streams(catalog);
            Ingest ingest = new Ingest(logs);
            List<DeliveryStream> large =
                    List.of(
                            StreamCalls.create(streams, request("a", 900, 8)),
                            StreamCalls.create(streams, request("b", 900, 8)),
                            StreamCalls.create(streams, request("c", 900, 8)));
            for (DeliveryStream stream : large) {
                for (int i = 0; i < 3 * 8; i++) {
                    ingest.put(stream, RecordBatch.of(List.of(new byte[MEBIBYTE])));
                }
            }
            try (DeliveryEngine engine = engine(logs, streams, slow)) {
                engine.start();
                await(() -> figures(engine, "c").objectsUnderWay() == 3);
                DeliveryStream small = StreamCalls.create(streams, request("orders", 0));
                ingest.put(small, RecordBatch.of(List.of("a;".getBytes(StandardCharsets.UTF_8))));
                await(() -> figures(engine, "orders").deliveredObjects() == 1);
                assertThat(figures(engine, "a").deliveredObjects()).isZero();
                release.countDown();
                for (DeliveryStream stream : large) {
                    String name = stream.name();
                    await(() -> figures(engine, name).deliveredObjects() == 3);
                }
            } finally {
                release.countDown();
            }
        }
    }

    /// The clock, random numbers, the role and the store meet bugs now and then, so that the
    /// engine's own threads do; then all is well.
    @Test
    void bugsAnywhereDelayDeliveryAndNothingElse() throws Exception {
        long seed = Seed.of(DeliveryEngineTest.class).value();
        Random dice = new Random(seed);
        AtomicInteger bugsLeft = new AtomicInteger();
        Consumer<String> call =
                place -> {
                    if (bugsLeft.get() > 0 && dice.nextInt(12) == 0) {
                        bugsLeft.decrementAndGet();
                        throw Bug.of(dice.nextInt(100)).at(place);
                    }
                };
        InstantSource troubledClock =
                () -> {
                    call.accept("clock");
                    return clock.instant();
                };
        RandomGenerator troubledRandom =
                () -> {
                    call.accept("random");
                    return random.nextLong();
                };
        ObjectSink troubledSink =
                draft -> {
                    call.accept("put");
                    ObjectSink.Outcome outcome = sink.putIfAbsent(draft);
                    call.accept("stored");
                    return outcome;
                };
        try (Database catalog = catalog();
                Logs logs = new Logs(folder.resolve("logs"), disk, troubledClock, troubledRandom)) {
            DeliveryStreams streams = streams(catalog);
            Ingest ingest = new Ingest(logs);
            try (DeliveryEngine engine =
                    new DeliveryEngine(
                            logs,
                            Ownership.ALL,
                            disk,
                            streams,
                            (role, stream) -> {
                                call.accept("role");
                                return new Principal.Root("123456789012");
                            },
                            troubledSink,
                            Transforms.NONE,
                            Converter.NONE,
                            Meters.unread(),
                            troubledClock,
                            troubledRandom,
                            DeliverySettings.DEFAULT)) {
                engine.start();
                List<DeliveryStream> created =
                        List.of(
                                StreamCalls.create(streams, request("a", 0)),
                                StreamCalls.create(streams, request("b", 0)),
                                StreamCalls.create(streams, request("orders", 0)));
                bugsLeft.set(60);
                List<StringBuilder> sent = created.stream().map(at -> new StringBuilder()).toList();
                for (int i = 0; i < 600; i++) {
                    String record = i + ";";
                    if (isTaken(ingest, created.get(i % 3), record)) {
                        sent.get(i % 3).append(record);
                    }
                }
                bugsLeft.set(0);
                for (int i = 0; i < 3; i++) {
                    DeliveryStream stream = created.get(i);
                    String all = sent.get(i).toString();
                    await(() -> String.join(";", records(stream)).length() >= all.length() - 1);
                    await(() -> figures(engine, stream.name()).backlogRecords() == 0);
                    assertThat(String.join(";", records(stream)) + ";").isEqualTo(all);
                    await(() -> engine.status(stream.name()).orElseThrow().failures() == 0);
                }
            }
        }
    }

    private static boolean isTaken(Ingest ingest, DeliveryStream stream, String record) {
        try {
            ingest.put(stream, RecordBatch.of(List.of(record.getBytes(StandardCharsets.UTF_8))));
            return true;
        } catch (ServiceException e) {
            return false;
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Object write(Ingest ingest, DeliveryStream stream, String record) {
        byte[] data = record.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < BATCHES; i++) {
            assertThat(ingest.put(stream, RecordBatch.of(List.of(data, data))))
                    .hasSize(2)
                    .doesNotHaveDuplicates();
        }
        return record;
    }

    private String[] records(DeliveryStream stream) {
        StringBuilder all = new StringBuilder();
        for (MemorySink.StoredObject object : sink.objectsOf(stream.logId())) {
            all.append(new String(object.bytes(), StandardCharsets.UTF_8));
        }
        return all.isEmpty() ? new String[0] : all.toString().split(";");
    }

    /// Waits until they are known: after a start, and after a bug, for a moment nobody knows them.
    private static StreamStatus.Figures figures(DeliveryEngine engine, String stream) {
        return Wait.seconds(30)
                .until(
                        "the figures are known",
                        () -> engine.status(stream).orElseThrow().figures(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static StreamStatus status(DeliveryEngine engine) {
        return engine.status("orders").orElseThrow();
    }

    private static boolean isEmpty(Logs logs) {
        try {
            return logs.stored().isEmpty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Who of several processes is to deliver.
    private static final class Turns implements Ownership {
        private volatile boolean isOurs;
        private volatile Runnable listener = () -> {};

        @Override
        public boolean isOurs(String logId) {
            return isOurs;
        }

        @Override
        public void onChange(Runnable told) {
            listener = told;
        }

        void are(boolean ours) {
            isOurs = ours;
            listener.run();
        }
    }

    @Test
    void whoIsNotToDeliverALogLetsItGoAndWhoIsTakesItOver() throws Exception {
        Turns one = new Turns();
        Turns two = new Turns();
        try (Database catalog = catalog();
                Logs logs = new Logs(folder.resolve("logs"), disk, clock, random)) {
            DeliveryStreams streams = streams(catalog);
            DeliveryStream stream = StreamCalls.create(streams, request("orders", 0));
            Ingest ingest = new Ingest(logs);
            try (DeliveryEngine first = Engines.of(logs, one, streams, sink, random);
                    DeliveryEngine second = Engines.of(logs, two, streams, sink, random)) {
                first.start();
                second.start();
                ingest.put(stream, batch("a;"));
                one.are(true);
                await(() -> records(stream).length == 1);
                for (int round = 0; round < 10; round++) {
                    Turns next = round % 2 == 0 ? two : one;
                    Turns before = round % 2 == 0 ? one : two;
                    int wanted = round + 2;
                    next.are(true); // for a moment both think so
                    ingest.put(stream, batch("b" + round + ";"));
                    before.are(false);
                    await(() -> records(stream).length == wanted);
                }
                assertThat(records(stream)).doesNotHaveDuplicates();
                await(() -> status(second).figures().isEmpty());
                assertThat(status(first).figures()).isPresent();
                assertThat(first.takenOver()).isGreaterThan(4);
            }
        }
    }

    @Test
    void aLogWhoseStreamWasDeletedWhileItWasNobodysIsRemovedByWhoeverGetsIt() throws Exception {
        Turns turns = new Turns();
        try (Database catalog = catalog();
                Logs logs = new Logs(folder.resolve("logs"), disk, clock, random)) {
            DeliveryStreams streams = streams(catalog);
            try (DeliveryEngine engine = Engines.of(logs, turns, streams, sink, random)) {
                engine.start();
                DeliveryStream stream = StreamCalls.create(streams, request("orders", 900));
                new Ingest(logs).put(stream, batch("a;"));
                streams.delete("orders");
                await(() -> !engine.isKnown(stream.logId()));
                assertThat(isEmpty(logs)).isFalse();
                turns.are(true);
                await(() -> isEmpty(logs));
            }
        }
    }

    private static RecordBatch batch(String text) {
        return RecordBatch.of(List.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Database catalog() throws IOException {
        return SqliteDatabase.open(folder.resolve("catalog.db"), DeliveryStreamsSchema.STEPS);
    }

    private DeliveryStreams streams(Database catalog) throws IOException {
        return new DeliveryStreams(
                catalog, (role, stream) -> true, "us-east-1", "123456789012", clock, random);
    }

    private DeliveryEngine engine(Logs logs, DeliveryStreams streams) {
        return engine(logs, streams, sink);
    }

    private DeliveryEngine engine(Logs logs, DeliveryStreams streams, ObjectSink sink) {
        return Engines.of(logs, Ownership.ALL, streams, sink, random);
    }

    private static ObjectNode request(String name, int seconds) {
        return request(name, seconds, 1);
    }

    private static ObjectNode request(String name, int seconds, int megabytes) {
        return (ObjectNode)
                JsonMapper.shared()
                        .readTree(
                                """
                                {"DeliveryStreamName": "%s",
                                 "ExtendedS3DestinationConfiguration": {
                                   "RoleARN": "arn:aws:iam::123456789012:role/delivery",
                                   "BucketARN": "arn:aws:s3:::bucket",
                                   "BufferingHints":
                                     {"SizeInMBs": %d, "IntervalInSeconds": %d}}}
                                """
                                        .formatted(name, megabytes, seconds));
    }

    private static void await(Wait.Look<Boolean> condition) {
        Wait.seconds(30).until("the engine has done it", condition);
    }
}
