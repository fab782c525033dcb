package io.hydrant.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.SlowDisk;
import io.hydrant.core.log.DurableLog;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A disk whose forces take long.
@Timeout(60)
class SlowDiskTest {
    private static final int WAITING_BYTES_MAX = 64_000;
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final byte[] RECORD = new byte[1_000];

    private final SlowDisk disk = new SlowDisk();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Logs logs =
            new Logs(Path.of("/logs"), disk, new ManualClock(Instant.EPOCH), random);
    private final Ingest ingest = new Ingest(logs, WAITING_BYTES_MAX, PATIENCE);
    private final DeliveryStream slow = SampleStreams.stream("slow", 1, Duration.ofSeconds(60));
    private final DeliveryStream other = SampleStreams.stream("other", 1, Duration.ofSeconds(60));

    @Test
    void answersComeWhenTheDiskIsDoneAndNotBefore() throws Exception {
        disk.holdForcesIn(slow.logId());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> put =
                    threads.submit(() -> ingest.put(slow, RecordBatch.of(List.of(RECORD))));
            disk.awaitHeldForce();
            // Longer than its patience: what the disk has begun is waited for.
            assertThatThrownBy(() -> put.get(4 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            disk.letGo();
            assertThat(put.get()).hasSize(1);
        }
    }

    @Test
    void whoIsRefusedForPatienceLeavesNothingBehindAndWhoWaitsIsThereWhole() throws Exception {
        int batches = 200;
        disk.holdForcesIn(slow.logId());
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < batches; i++) {
                answers.add(threads.submit(() -> isTaken(List.of(RECORD, RECORD, RECORD))));
            }
            disk.awaitHeldForce();
            Wait.seconds(60)
                    .until(
                            "all that are not taken in have lost patience",
                            () -> answers.stream().filter(Future::isDone).count(),
                            count -> count >= batches - 15);
            disk.letGo();
        }
        int taken = 0;
        for (Future<Boolean> answer : answers) {
            taken += answer.get() ? 1 : 0;
        }
        assertThat(taken).isBetween(1, 15);
        assertThat(log(slow).end().position()).isEqualTo(taken * 3L);
        assertThat(log(slow).end().payloadBytes()).isEqualTo(taken * 3L * RECORD.length);
    }

    @Test
    void aSlowForceOfOneStreamDoesNotHoldOthersBack() throws Exception {
        disk.holdForcesIn(slow.logId());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> waiting = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                waiting.add(threads.submit(() -> isTaken(List.of(RECORD))));
            }
            disk.awaitHeldForce();
            Wait.seconds(60)
                    .until(
                            "one has lost patience",
                            () -> waiting.stream().anyMatch(Future::isDone));
            for (int i = 0; i < 100; i++) {
                assertThat(ingest.put(other, RecordBatch.of(List.of(RECORD)))).hasSize(1);
            }
            assertThat(waiting).anyMatch(each -> !each.isDone());
            disk.letGo();
        }
        assertThat(log(other).end().position()).isEqualTo(100);
    }

    private boolean isTaken(List<byte[]> batch) {
        try {
            assertThat(ingest.put(slow, RecordBatch.of(batch))).hasSize(batch.size());
            return true;
        } catch (ServiceException e) {
            assertThat(e).hasMessage("ServiceUnavailableException: Slow down.");
            assertThat(e.status()).isEqualTo(503);
            return false;
        }
    }

    private DurableLog log(DeliveryStream stream) throws IOException {
        return logs.log(stream.logId());
    }
}
