package io.hydrant.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.Bug;
import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.MemoryDisk;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.RecordBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class IngestTest {
    private static final int LIMIT_BYTES = 1000;
    private static final Duration SHORT = Duration.ofMillis(20);

    private final MemoryDisk disk = new MemoryDisk();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Logs logs =
            new Logs(Path.of("/logs"), disk, new ManualClock(Instant.EPOCH), random);
    private final DeliveryStream stream = SampleStreams.stream("orders", 1, Duration.ofSeconds(60));

    @Test
    void everyRecordGetsAnIdLikeThoseOfAws() {
        Ingest ingest = new Ingest(logs);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ids.addAll(
                    ingest.put(
                            stream,
                            RecordBatch.of(List.of(new byte[1], new byte[0], new byte[7]))));
        }
        assertThat(ids)
                .hasSize(300)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[A-Za-z0-9+/]{224}"));
    }

    @Test
    void whatIsReturnedIsForced() throws IOException {
        new Ingest(logs).put(stream, RecordBatch.of(List.of(new byte[10])));
        MemoryDisk after = disk.losePower(random);
        Logs again = new Logs(Path.of("/logs"), after, new ManualClock(Instant.EPOCH), random);
        assertThat(again.log(stream.logId()).end().position()).isEqualTo(1);
    }

    @Test
    void whoDoesNotGetItsTurnInTimeIsToldToSlowDown() throws Exception {
        CountDownLatch isForcing = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        disk.trouble((call, file) -> {
            if (call.equals("force")) {
                isForcing.countDown();
                await(mayGoOn);
            }
        });
        Ingest ingest = new Ingest(logs, LIMIT_BYTES, SHORT);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> first =
                    threads.submit(() ->
                            ingest.put(stream, RecordBatch.of(List.of(new byte[LIMIT_BYTES]))));
            isForcing.await();
            assertThatThrownBy(() -> ingest.put(stream, RecordBatch.of(List.of(new byte[1]))))
                    .hasMessage("ServiceUnavailableException: Slow down.");
            mayGoOn.countDown();
            assertThat(first.get()).hasSize(1);
        }
        assertThat(ingest.put(stream, RecordBatch.of(List.of(new byte[LIMIT_BYTES * 2]))))
                .hasSize(1);
    }

    @Test
    void aFailingDiskIsUnavailableAndNothingOfTheBatchStays() throws IOException {
        Ingest ingest = new Ingest(logs);
        disk.trouble((call, file) -> {
            if (call.equals("force")) {
                throw new IOException("Input/output error");
            }
        });
        assertThatThrownBy(
                        () -> ingest.put(stream, RecordBatch.of(List.of(new byte[1], new byte[2]))))
                .hasMessage("ServiceUnavailableException: Slow down.");
        disk.trouble((call, file) -> {});
        ingest.put(stream, RecordBatch.of(List.of(new byte[3])));
        assertThat(logs.log(stream.logId()).end().payloadBytes()).isEqualTo(3);
    }

    /// With so little room that a second request would wait in vain for what the first kept.
    @ParameterizedTest
    @EnumSource
    void aBugIsARefusalWithItsReasonAndGivesTheRoomBack(Bug bug) throws IOException {
        Ingest ingest = new Ingest(logs, LIMIT_BYTES, SHORT);
        RecordBatch batch = RecordBatch.of(List.of(new byte[LIMIT_BYTES]));
        disk.trouble((call, file) -> {
            if (call.equals("force")) {
                throw bug.at("force");
            }
        });
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> ingest.put(stream, batch))
                    .hasMessage("ServiceUnavailableException: Slow down.");
            assertThat(logs.refusal(stream.logId()).orElseThrow()).contains("force");
        }
        disk.trouble((call, file) -> {});
        assertThat(ingest.put(stream, batch)).hasSize(1);
        assertThat(logs.refusal(stream.logId())).isEmpty();
        assertThat(logs.log(stream.logId()).end().payloadBytes()).isEqualTo(LIMIT_BYTES);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
