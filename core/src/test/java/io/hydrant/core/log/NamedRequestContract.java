package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds for a request that names itself, however it does: it is taken once.
@Timeout(60)
abstract class NamedRequestContract {
    final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));
    final MemoryDisk disk = new MemoryDisk();

    /// What one and the same request is called in its first attempt, and in every other.
    abstract RequestName name(boolean isRepeat);

    @Test
    final void aRepeatIsKnownAfterAPowerCut() throws IOException {
        first(open(disk), "one");
        DurableLog log = open(disk.losePower(new SplittableRandom(1)));
        assertThat(repeat(log, "one")).isZero();
        assertThat(LogRecords.from(log, 0)).containsExactly("one");
    }

    @Test
    final void aRepeatIsKnownWhenItsRecordsAreTrimmed() throws IOException {
        DurableLog log = open(disk);
        first(log, "x".repeat(5_000));
        log.trim(1); // all of it: a fresh segment begins
        assertThat(repeat(log, "x".repeat(5_000))).isZero();
        DurableLog again = open(disk.losePower(new SplittableRandom(2)));
        assertThat(again.end().position()).isEqualTo(1);
        assertThat(repeat(again, "x".repeat(5_000))).isZero();
    }

    @Test
    final void whatIsTrimmedBeforeAnybodyAskedIsKnownAllTheSame() throws IOException {
        first(open(disk), "x".repeat(5_000), "two");
        MemoryDisk second = disk.killPrograms();
        open(second).trim(2);
        for (MemoryDisk third :
                List.of(second.killPrograms(), second.losePower(new SplittableRandom(3)))) {
            DurableLog again = open(third);
            assertThat(repeat(again, "x".repeat(5_000), "two")).isZero();
            assertThat(again.end().position()).isEqualTo(2);
        }
    }

    @Test
    final void aRepeatWaitsForTheFirstToBeForced() throws Exception {
        DurableLog log = open(disk);
        LogRecords.append(log, "the first creates the segment");
        CountDownLatch isForcing = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        disk.trouble((call, file) -> {
            if (call.equals("force")) {
                isForcing.countDown();
                await(mayGoOn);
            }
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> first = threads.submit(() -> first(log, "one"));
            isForcing.await();
            List<Future<Long>> repeats = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                repeats.add(threads.submit(() -> repeat(log, "one")));
            }
            assertThat(repeats).noneMatch(Future::isDone);
            mayGoOn.countDown();
            assertThat(first.get()).isEqualTo(1);
            for (Future<Long> repeat : repeats) {
                assertThat(repeat.get()).isEqualTo(1);
            }
        }
        assertThat(log.end().position()).isEqualTo(2);
    }

    @Test
    final void whenTheFirstFailsARepeatIsAppended() throws Exception {
        DurableLog log = open(disk);
        LogRecords.append(log, "the first creates the segment");
        CountDownLatch isForcing = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        AtomicBoolean failed = new AtomicBoolean();
        disk.trouble((call, file) -> {
            if (call.equals("force") && !failed.getAndSet(true)) {
                isForcing.countDown();
                await(mayGoOn);
                throw new IOException("Input/output error");
            }
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> first = threads.submit(() -> first(log, "one"));
            isForcing.await();
            Future<Long> repeat = threads.submit(() -> repeat(log, "one"));
            mayGoOn.countDown();
            assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class);
            assertThat(repeat.get()).isEqualTo(1);
        }
        assertThat(LogRecords.from(log, 1)).containsExactly("one");
    }

    private long first(DurableLog log, String... records) throws IOException {
        return append(log, name(false), records);
    }

    private long repeat(DurableLog log, String... records) throws IOException {
        return append(log, name(true), records);
    }

    static long append(DurableLog log, RequestName name, String... records) throws IOException {
        List<byte[]> bytes =
                Arrays.stream(records)
                        .map(record -> record.getBytes(StandardCharsets.UTF_8))
                        .toList();
        return log.append(RecordBatch.of(bytes).named(Optional.of(name)));
    }

    static void deliverAll(DurableLog log, List<String> delivered) throws IOException {
        long end = log.end().position();
        delivered.addAll(LogRecords.from(log, delivered.size()));
        log.trim(end);
    }

    static String text(int request) {
        return request + "x".repeat(request * 37 % 900);
    }

    final DurableLog open(MemoryDisk on) throws IOException {
        return logs(on).log("a");
    }

    final Logs logs(MemoryDisk on) {
        return LogRecords.logs(on, clock, new SplittableRandom(3), LogRecords.SMALL);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
