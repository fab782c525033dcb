package io.hydrant.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.testing.Seed;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes in one group, between which streams move while records come through both and the store
/// loses answers. Every record is in the objects once, and whoever owns a stream delivers it.
@Timeout(240)
class MovingStreamsTest {
    private static final int STREAMS = 6;

    private final Seed seed = Seed.of(MovingStreamsTest.class);
    private final Random random = new Random(seed.value());
    private final ForgetfulBucket bucket = new ForgetfulBucket(seed.value());
    private final AtomicInteger sent = new AtomicInteger();
    private final Map<String, Duration> silences = new ConcurrentHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    private record Node(String name, KafkaLogs logs, NodeGroup group, DeliveryEngine engine) {}

    @Test
    void everyRecordIsInTheObjectsOnceWhileStreamsMove(@TempDir Path folder) throws Exception {
        try (Machine machine = new Machine(folder, Brokers.settings())) {
            try {
                moved(machine);
            } finally {
                for (AutoCloseable each : open.reversed()) {
                    each.close();
                }
            }
        }
    }

    private void moved(Machine machine) throws Exception {
        DeliveryStreams streams = machine.streams(random);
        List<DeliveryStream> all = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            all.add(created(streams, "films-" + i));
        }
        List<Node> nodes = List.of(begin("one", machine, streams), begin("two", machine, streams));
        for (int round = 0; round < 4; round++) {
            send(all, nodes);
            String away = nodes.get(round % 2).name();
            silences.put(away, NodeGroup.SILENCE_MAX);
            send(all, nodes);
            Node stays = nodes.get((round + 1) % 2);
            Wait.seconds(40).until("it owns all", stays.group()::owned, owned -> owned == 60);
            send(all, nodes);
            silences.remove(away);
        }
        for (Node node : nodes) {
            Wait.seconds(40).until("both own half", node.group()::owned, owned -> owned == 30);
        }
        try {
            Wait.seconds(120)
                    .until(
                            "all is delivered",
                            () -> {
                                flush(all, nodes);
                                return bucket.lines().size();
                            },
                            lines -> lines >= sent.get());
        } catch (AssertionError e) {
            throw new AssertionError(seed.replay() + "\n" + states(all, nodes), e);
        }
        assertThat(bucket.lines()).as(seed.replay()).doesNotHaveDuplicates();
        assertThat(bucket.lines()).as(seed.replay()).hasSize(sent.get());
        for (DeliveryStream stream : all) {
            assertThat(nodes)
                    .as(stream.name())
                    .satisfiesOnlyOnce(node ->
                            assertThat(node.engine().status(stream.name()).orElseThrow().figures())
                                    .isPresent());
        }
        assertThat(nodes).allMatch(node -> node.engine().takenOver() > 0);
    }

    private static String states(List<DeliveryStream> streams, List<Node> nodes) {
        StringBuilder states = new StringBuilder();
        for (DeliveryStream stream : streams) {
            for (Node node : nodes) {
                states.append(
                        "%s at %s, which owns it: %s: %s%n"
                                .formatted(
                                        stream.name(),
                                        node.name(),
                                        node.group().isOurs(stream.logId()),
                                        node.engine().status(stream.name())));
            }
        }
        return states.toString();
    }

    private static void flush(List<DeliveryStream> streams, List<Node> nodes) {
        nodes.forEach(node ->
                streams.forEach(stream -> {
                    if (node.engine().delivers(stream.logId())) {
                        node.engine().flush(stream.name());
                    }
                }));
    }

    /// Some requests are sent again through the other node, as if the answer had been lost.
    private void send(List<DeliveryStream> streams, List<Node> nodes) throws IOException {
        for (int i = 0; i < 150; i++) {
            int number = sent.getAndIncrement();
            String log = streams.get(number % streams.size()).logId();
            RecordBatch batch =
                    LogTexts.named(new ClientToken("sender", number), "{\"n\":" + number + "}\n");
            nodes.get(random.nextInt(2)).logs().append(log, batch);
            if (random.nextInt(3) == 0) {
                nodes.get(random.nextInt(2)).logs().append(log, batch);
            }
        }
    }

    private static DeliveryStream created(DeliveryStreams streams, String name) throws IOException {
        return Machine.created(
                streams,
                """
                {"DeliveryStreamName": "%s",
                 "ExtendedS3DestinationConfiguration": {
                   "RoleARN": "arn:aws:iam::123456789012:role/delivery",
                   "BucketARN": "arn:aws:s3:::bucket",
                   "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0}}}
                """
                        .formatted(name));
    }

    private Node begin(String name, Machine machine, DeliveryStreams streams) throws IOException {
        KafkaLogs logs = machine.begin();
        NodeGroup group =
                NodeGroup.join(
                        machine.settings(), name, () -> silences.getOrDefault(name, Duration.ZERO));
        open.add(group);
        Random own = new Random(seed.value() + name.hashCode()); // no two name objects alike
        DeliveryEngine engine = Machine.engine(logs, group, streams, bucket, own);
        open.add(engine);
        engine.start();
        return new Node(name, logs, group, engine);
    }
}
