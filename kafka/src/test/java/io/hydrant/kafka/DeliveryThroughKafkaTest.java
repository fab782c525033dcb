package io.hydrant.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.DeliveryEngine;
import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Ownership;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.testing.Seed;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two engines over the same logs, of which each takes the streams over from the other and goes on
/// as if it were not replaced; the store loses answers, and senders repeat what they sent through
/// the other. Every record is in the objects once.
@Timeout(240)
class DeliveryThroughKafkaTest {
    private static final int ROUNDS = 3;
    private static final int RECORDS_PER_ROUND = 300;

    private final Seed seed = Seed.of(DeliveryThroughKafkaTest.class);
    private final ForgetfulBucket bucket = new ForgetfulBucket(seed.value());
    private final AtomicInteger sent = new AtomicInteger();
    private final List<DeliveryEngine> engines = new ArrayList<>();

    @Test
    void everyRecordIsInTheObjectsOnce(@TempDir Path folder) throws Exception {
        deliver(
                folder,
                """
                {"DeliveryStreamName": "films",
                 "ExtendedS3DestinationConfiguration": {
                   "RoleARN": "arn:aws:iam::123456789012:role/delivery",
                   "BucketARN": "arn:aws:s3:::bucket",
                   "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 0}}}
                """);
    }

    @Test
    void everyRecordThatIsProcessedIsInTheObjectsOnce(@TempDir Path folder) throws Exception {
        deliver(
                folder,
                """
                {"DeliveryStreamName": "films",
                 "ExtendedS3DestinationConfiguration": {
                   "RoleARN": "arn:aws:iam::123456789012:role/delivery",
                   "BucketARN": "arn:aws:s3:::bucket",
                   "Prefix": "films/!{partitionKeyFromQuery:k}/",
                   "ErrorOutputPrefix": "errors/",
                   "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 60},
                   "DynamicPartitioningConfiguration": {"Enabled": true},
                   "ProcessingConfiguration": {"Enabled": true, "Processors": [
                     {"Type": "MetadataExtraction", "Parameters": [
                       {"ParameterName": "MetadataExtractionQuery", "ParameterValue": "{k: .k}"},
                       {"ParameterName": "JsonParsingEngine", "ParameterValue": "JQ-1.6"}]}]}}}
                """);
    }

    private void deliver(Path folder, String request) throws Exception {
        try (Machine machine = new Machine(folder, Brokers.settings())) {
            try {
                stormed(machine, request);
            } finally {
                engines.forEach(DeliveryEngine::close);
            }
        }
    }

    private void stormed(Machine machine, String request) throws Exception {
        DeliveryStreams streams = machine.streams(new Random(seed.value()));
        DeliveryStream stream = Machine.created(streams, request);
        KafkaLogs before = machine.begin();
        begin(before, streams);
        for (int round = 0; round < ROUNDS; round++) {
            KafkaLogs heir = machine.begin();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                KafkaLogs stale = before;
                Future<?> sending = threads.submit(() -> send(stream, stale, heir));
                begin(heir, streams); // while records come
                sending.get();
            }
            before = heir;
        }
        DeliveryEngine last = engines.getLast();
        Wait.seconds(120)
                .until(
                        "all is delivered; " + seed.replay(),
                        () -> {
                            last.flush("films");
                            return bucket.lines().size();
                        },
                        lines -> lines >= sent.get());
        assertThat(bucket.lines()).as(seed.replay()).doesNotHaveDuplicates();
        assertThat(bucket.lines()).as(seed.replay()).hasSize(sent.get());
    }

    /// Every other request is sent again through the other, as if the answer had been lost.
    private Void send(DeliveryStream stream, KafkaLogs one, KafkaLogs another) throws IOException {
        for (int i = 0; i < RECORDS_PER_ROUND; i++) {
            int number = sent.getAndIncrement();
            String text = "{\"k\":%d,\"n\":%d}\n".formatted(number % 3, number);
            RecordBatch batch = LogTexts.named(new ClientToken("sender", number), text);
            one.append(stream.logId(), batch);
            if (i % 2 == 0) {
                another.append(stream.logId(), batch);
            }
        }
        return null;
    }

    private void begin(KafkaLogs logs, DeliveryStreams streams) throws IOException {
        Random random = new Random(seed.value() + engines.size());
        DeliveryEngine engine =
                Machine.engine(logs, amongTheLastTwo(engines.size()), streams, bucket, random);
        engines.add(engine);
        engine.start();
    }

    /// Whoever was replaced twice has heard of it.
    private Ownership amongTheLastTwo(int number) {
        return new Ownership() {
            @Override
            public boolean isOurs(String logId) {
                return engines.size() - number <= 2;
            }

            @Override
            public void onChange(Runnable listener) {
                // It is asked often enough.
            }
        };
    }
}
