package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.Bug;
import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.MemoryDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that name themselves are taken once.
@Timeout(60)
class ClientTokenTest {
    private static final int SEEDS = 300;
    private static final ClientToken FIRST = new ClientToken("run", 0);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void aRepeatAddsNothingAndHasTheSamePosition() throws IOException {
        DurableLog log = open(disk);
        LogRecords.append(log, "before");
        assertThat(append(log, FIRST, "one", "two")).isEqualTo(1);
        assertThat(append(log, FIRST, "one", "two")).isEqualTo(1);
        assertThat(append(log, new ClientToken("run", 2), "one", "two")).isEqualTo(3);
        assertThat(append(log, new ClientToken("other", 0), "one", "two")).isEqualTo(5);
        assertThat(LogRecords.from(log, 0))
                .containsExactly("before", "one", "two", "one", "two", "one", "two");
    }

    @Test
    void aTokenIsForOneRequest() throws IOException {
        DurableLog log = open(disk);
        append(log, FIRST, "one", "two");
        assertThatThrownBy(() -> append(log, FIRST, "onetwo"))
                .isInstanceOf(ClientTokenReusedException.class)
                .hasMessage("The client token run:0 was used for other records");
        assertThatThrownBy(() -> append(log, FIRST, "onet", "wo"))
                .isInstanceOf(ClientTokenReusedException.class);
        assertThat(LogRecords.from(log, 0)).containsExactly("one", "two");
    }

    @Test
    void aRepeatIsKnownAfterARestart() throws IOException {
        append(open(disk), FIRST, "one");
        MemoryDisk after = disk.losePower(new SplittableRandom(1));
        DurableLog log = open(after);
        assertThat(append(log, FIRST, "one")).isZero();
        assertThat(LogRecords.from(log, 0)).containsExactly("one");
    }

    @Test
    void aRepeatIsKnownWhenItsRecordsAreTrimmed() throws IOException {
        DurableLog log = open(disk);
        append(log, FIRST, "x".repeat(5_000));
        log.trim(1); // all of it: a fresh segment begins
        assertThat(append(log, FIRST, "x".repeat(5_000))).isZero();

        DurableLog again = open(disk.losePower(new SplittableRandom(2)));
        assertThat(again.end().position()).isEqualTo(1);
        assertThat(append(again, FIRST, "x".repeat(5_000))).isZero();
    }

    @Test
    void whatIsTrimmedBeforeAnybodyAskedIsKnownAllTheSame() throws IOException {
        append(open(disk), FIRST, "x".repeat(5_000));
        MemoryDisk second = disk.killPrograms();
        DurableLog log = open(second);
        log.trim(1);
        DurableLog again = open(second.killPrograms());
        assertThat(append(again, FIRST, "x".repeat(5_000))).isZero();
        assertThat(again.end().position()).isEqualTo(1);
    }

    @Test
    void sixtyFourRequestsOfAProducerAreRemembered() throws IOException {
        DurableLog log = open(disk);
        for (int i = 0; i <= TokenMemory.MOST_SEQUENCES; i++) {
            append(log, new ClientToken("run", i), "record");
        }
        long end = log.end().position();
        assertThat(append(log, new ClientToken("run", 1), "record")).isEqualTo(1);
        assertThat(log.end().position()).isEqualTo(end);
        assertThat(append(log, FIRST, "record")).as("forgotten").isEqualTo(end);
    }

    @Test
    void theProducersThatSentLastAreRemembered() throws IOException {
        DurableLog log = open(disk);
        for (int i = 0; i <= TokenMemory.MOST_PRODUCERS; i++) {
            append(log, new ClientToken("run" + i, 0), "record");
        }
        long end = log.end().position();
        assertThat(append(log, new ClientToken("run1", 0), "record")).isEqualTo(1);
        assertThat(append(log, new ClientToken("run0", 0), "record")).isEqualTo(end);
    }

    @Test
    void aRepeatWaitsForTheFirstToBeForced() throws Exception {
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
            Future<Long> first = threads.submit(() -> append(log, FIRST, "one"));
            isForcing.await();
            List<Future<Long>> repeats = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                repeats.add(threads.submit(() -> append(log, FIRST, "one")));
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
    void whenTheFirstFailsARepeatIsAppended() throws Exception {
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
            Future<Long> first = threads.submit(() -> append(log, FIRST, "one"));
            isForcing.await();
            Future<Long> repeat = threads.submit(() -> append(log, FIRST, "one"));
            mayGoOn.countDown();
            assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class);
            assertThat(repeat.get()).isEqualTo(1);
        }
        assertThat(LogRecords.from(log, 1)).containsExactly("one");
    }

    /// A producer repeats each request until it is acknowledged, through power cuts, failing calls,
    /// bugs and trims.
    @Test
    void everyRequestIsTakenOnceWhateverHappens() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                live(new SplittableRandom(seed));
            } catch (IOException | AssertionError e) {
                throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void live(SplittableRandom random) throws IOException {
        MemoryDisk now = new MemoryDisk();
        List<String> delivered = new ArrayList<>();
        int requests = 25;
        int next = 0;
        while (next < requests) {
            DurableLog log = open(now);
            int[] callsLeft = {random.nextInt(60)};
            MemoryDisk thisLife = now;
            now.trouble((call, file) -> {
                if (callsLeft[0]-- <= 0) {
                    thisLife.cutPower();
                } else if (random.nextInt(30) == 0) {
                    throw new IOException("Input/output error");
                } else if (random.nextInt(60) == 0) {
                    throw Bug.of(random.nextInt(100)).at(call);
                }
            });
            while (now.hasPower() && next < requests) {
                try {
                    append(log, new ClientToken("run", next), text(next));
                    next++;
                    if (random.nextInt(6) == 0) {
                        deliverAll(log, delivered);
                    }
                } catch (IOException | RuntimeException | Error e) {
                    assertThat(log.damage()).isEmpty();
                }
            }
            now.trouble((call, file) -> {});
            now = random.nextBoolean() ? now.losePower(random) : now.killPrograms();
        }
        DurableLog log = open(now);
        deliverAll(log, delivered);
        assertThat(delivered)
                .isEqualTo(IntStream.range(0, requests).mapToObj(ClientTokenTest::text).toList());
    }

    private static void deliverAll(DurableLog log, List<String> delivered) throws IOException {
        long end = log.end().position();
        delivered.addAll(LogRecords.from(log, delivered.size()));
        log.trim(end);
    }

    private static String text(int request) {
        return request + "x".repeat(request * 37 % 900);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "run",
                "run:",
                ":1",
                "run:-1",
                "run:+1",
                "run: 1",
                "rün:1",
                "a b:1",
                "run:1:2",
                "run:9223372036854775808"
            })
    void otherTextsAreNoTokens(String text) {
        assertThat(ClientToken.parse(text)).isEmpty();
        assertThat(ClientToken.parse("x".repeat(65) + ":1")).isEmpty();
    }

    @Test
    void aTokenIsReadAsItIsWritten() {
        String producer = "aZ09_-".repeat(10) + "abcd";
        assertThat(ClientToken.parse(producer + ":9223372036854775807"))
                .contains(new ClientToken(producer, Long.MAX_VALUE));
    }

    private DurableLog open(MemoryDisk on) throws IOException {
        return LogRecords.logs(on, clock, new SplittableRandom(3), LogRecords.SMALL).log("a");
    }

    private static long append(DurableLog log, ClientToken token, String... records)
            throws IOException {
        List<byte[]> bytes = new ArrayList<>();
        for (String record : records) {
            bytes.add(record.getBytes(StandardCharsets.UTF_8));
        }
        return log.append(RecordBatch.of(bytes).named(Optional.of(token)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
