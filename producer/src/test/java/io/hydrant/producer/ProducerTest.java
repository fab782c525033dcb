package io.hydrant.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class ProducerTest {
    private static final long SEED = Seed.of(ProducerTest.class).value();
    private static final Patience HASTY =
            new Patience(Duration.ofMillis(1), Duration.ofMillis(8), Duration.ofMinutes(1));
    private static final Producer.Settings QUICK =
            new Producer.Settings(4, 500, Duration.ofMillis(5), 8 * 1024 * 1024, HASTY);

    private final SdkHttpClient http = UrlConnectionHttpClient.create();

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void everyRecordArrivesOnceOnABadDay() throws IOException, InterruptedException {
        try (FlakyFirehose firehose =
                        new FlakyFirehose(SEED, new FlakyFirehose.Mood(0, 0.1, 0.1, 0.1, true));
                Producer producer = Producer.to(firehose.stream(), http, QUICK)) {
            List<CompletableFuture<String>> recordIds = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                recordIds.add(producer.send(text(i)));
            }
            producer.flush();
            assertThat(firehose.taken())
                    .as("seed " + SEED)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 5_000).mapToObj(i -> i + "\n").toList());
            for (int i = 0; i < recordIds.size(); i++) {
                assertThat(recordIds.get(i)).isCompletedWithValue("id-" + i);
            }
        }
    }

    @Test
    void oneLaneKeepsTheOrder() throws IOException, InterruptedException {
        try (FlakyFirehose firehose =
                new FlakyFirehose(SEED, new FlakyFirehose.Mood(0, 0.3, 0.1, 0, true))) {
            try (Producer producer = Producer.to(firehose.stream(), http, QUICK.inOrder())) {
                for (int i = 0; i < 2_000; i++) {
                    var _ = producer.send(text(i));
                }
            }
            assertThat(firehose.taken())
                    .as("seed " + SEED)
                    .isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> i + "\n").toList());
        }
    }

    @Test
    void aLonelyRecordGoesOutByItself() throws IOException, InterruptedException {
        try (FlakyFirehose firehose = new FlakyFirehose(SEED, FlakyFirehose.Mood.FINE);
                Producer producer = Producer.to(firehose.stream(), http, QUICK)) {
            assertThat(producer.send(text(7)))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isEqualTo("id-7");
        }
    }

    @Test
    void aRefusalReachesThoseWhoSentTheRecordAndNobodyElse()
            throws IOException, InterruptedException {
        try (RefusingFirehose refusing =
                        new RefusingFirehose(400, "AccessDeniedException", "Not yours.");
                Producer producer = Producer.to(refusing.stream(), http, QUICK)) {
            CompletableFuture<String> recordId = producer.send(text(1));
            producer.flush();
            assertThatThrownBy(recordId::join)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseInstanceOf(SendingException.class)
                    .hasMessageContaining("Not yours.");
        }
    }

    @Test
    void whatNoStreamWouldTakeIsRefusedAtOnce() throws IOException, InterruptedException {
        try (FlakyFirehose firehose = new FlakyFirehose(SEED, FlakyFirehose.Mood.FINE);
                Producer producer = Producer.to(firehose.stream(), http, QUICK)) {
            assertThatThrownBy(() -> producer.send(new byte[1_024_001]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A record has 1024000 bytes at most, but was 1024001");
            var _ = producer.send(new byte[1_024_000]);
            producer.flush();
            assertThat(firehose.taken()).hasSize(1);
        }
    }

    @Test
    void aClosedProducerTakesNothing() throws IOException {
        try (FlakyFirehose firehose = new FlakyFirehose(SEED, FlakyFirehose.Mood.FINE)) {
            Producer producer = Producer.to(firehose.stream(), http, QUICK);
            producer.close();
            assertThatThrownBy(() -> producer.send(text(1)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static byte[] text(int index) {
        return (index + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
