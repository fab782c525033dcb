package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;

/// SIGKILL during sending and during delivery: every acknowledged record is in the objects exactly
/// once.
class KilledServerTest {
    private static final String STREAM = "films";
    private static final String BUCKET = "films-of-the-killed";
    private static final int KILLS = 6;
    private static final int SENDERS = 4;
    private static final Duration DELIVERY = Duration.ofSeconds(90);

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final AtomicLong next = new AtomicLong();

    @TempDir Path data;

    @Test
    void everyAcknowledgedRecordIsInTheObjectsExactlyOnce() throws Exception {
        long seed = Long.getLong("hydrant.seed", System.nanoTime());
        System.out.println(
                "KilledServerTest seed " + seed + " (replay with -Dhydrant.seed=" + seed + ")");
        Random random = new Random(seed);
        try (ServerProcess server = ServerProcess.start(data)) {
            Aws.of(server).createPipeline(BUCKET, STREAM, 1, "UNCOMPRESSED");
        }
        for (int kill = 0; kill < KILLS; kill++) {
            sendUntilKilled(Duration.ofMillis(700 + random.nextInt(2500)));
        }
        try (ServerProcess server = ServerProcess.start(data)) {
            Map<String, Integer> delivered = deliveredBy(server);
            assertThat(acknowledged.size()).as("acknowledged").isGreaterThan(1000);
            assertThat(without(acknowledged, delivered.keySet())).as("lost").isEmpty();
            assertThat(without(delivered.keySet(), sent)).as("from nowhere").isEmpty();
            delivered.values().removeIf(times -> times == 1);
            assertThat(delivered).as("delivered more than once").isEmpty();
            assertThat(server.terminate()).isIn(0, 143);
        }
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private void sendUntilKilled(Duration life) throws Exception {
        try (ServerProcess server = ServerProcess.start(data)) {
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> senders =
                    IntStream.range(0, SENDERS)
                            .mapToObj(i -> Thread.ofVirtual().start(() -> send(server, over)))
                            .toList();
            // The life of the server is the test's input, not a wait for something to happen.
            TimeUnit.MILLISECONDS.sleep(life.toMillis());
            server.kill();
            over.set(true);
            for (Thread sender : senders) {
                sender.join();
            }
        }
    }

    private void send(ServerProcess server, AtomicBoolean over) {
        try (FirehoseClient firehose = Aws.of(server).firehose()) {
            while (!over.get()) {
                List<String> batch = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    batch.add("record-" + next.incrementAndGet() + "-" + "x".repeat(200));
                }
                sent.addAll(batch);
                var answer =
                        firehose.putRecordBatch(request ->
                                request.deliveryStreamName(STREAM)
                                        .records(
                                                batch.stream()
                                                        .map(KilledServerTest::record)
                                                        .toList()));
                if (answer.failedPutCount() == 0) {
                    acknowledged.addAll(batch);
                }
            }
        } catch (SdkException e) {
            // The server is gone; what was in flight is not acknowledged.
        }
    }

    private static Record record(String text) {
        return Record.builder().data(SdkBytes.fromUtf8String(text + "\n")).build();
    }

    /// How often each line was delivered, once all that was acknowledged has come. Objects never
    /// change, so each is read once.
    private Map<String, Integer> deliveredBy(ServerProcess server) throws IOException {
        Aws aws = Aws.of(server);
        Map<String, List<String>> linesByKey = new HashMap<>();
        Wait.upTo(DELIVERY)
                .until(
                        "all that was acknowledged is delivered",
                        () -> {
                            for (String key : aws.keys(BUCKET, "out/")) {
                                linesByKey.computeIfAbsent(
                                        key, found -> aws.linesOf(BUCKET, found));
                            }
                            long lines = linesByKey.values().stream().mapToLong(List::size).sum();
                            return Optional.of(lines).filter(count -> count >= acknowledged.size());
                        });
        Map<String, Integer> times = new HashMap<>();
        linesByKey
                .values()
                .forEach(lines -> lines.forEach(line -> times.merge(line, 1, Integer::sum)));
        return times;
    }
}
