package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.Bug;
import io.hydrant.core.disk.DiskRoom;
import io.hydrant.core.disk.MemoryDisk;
import io.hydrant.core.disk.WriteBuffers;
import io.hydrant.core.meter.Meters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Calls that SDKs name are taken once, however many attempts of them arrive.
class InvocationTest extends NamedRequestContract {
    private static final int SEEDS = 300;
    private static final String CALL = "0c9ba1b7-6b4c-4ca2-8d09-90a2a8a8a8a1";
    private static final Path DIRECTORY = LogRecords.ROOT.resolve("a");

    @Override
    RequestName name(boolean isRepeat) {
        return Invocation.of(CALL, isRepeat);
    }

    @Test
    void aRepeatAddsNothingAndHasTheSamePosition() throws IOException {
        DurableLog log = open(disk);
        LogRecords.append(log, "before");
        assertThat(first(log, CALL, "one", "two")).isEqualTo(1);
        assertThat(repeat(log, CALL, "one", "two")).isEqualTo(1);
        assertThat(first(log, "another", "one", "two")).isEqualTo(3);
        assertThat(repeat(log, "another", "one", "two")).isEqualTo(3);
        assertThat(LogRecords.from(log, 0)).containsExactly("before", "one", "two", "one", "two");
    }

    @Test
    void aFirstAttemptThatComesLateIsOneToo() throws IOException {
        DurableLog log = open(disk);
        assertThat(repeat(log, CALL, "one")).isZero();
        assertThat(first(log, CALL, "one")).isZero();
        assertThat(log.end().position()).isEqualTo(1);
    }

    @Test
    void otherRecordsAreAnotherRequest() throws IOException {
        DurableLog log = open(disk);
        first(log, CALL, "one", "two");
        assertThat(repeat(log, CALL, "onetwo")).isEqualTo(2);
        assertThat(repeat(log, CALL, "onet", "wo")).isEqualTo(3);
        assertThat(repeat(log, CALL, "one", "twO")).isEqualTo(5);
        assertThat(repeat(log, CALL, "one", "two")).isZero();
        assertThat(repeat(log, CALL, "onetwo")).isEqualTo(2);
        assertThat(log.end().position()).isEqualTo(7);
    }

    @Test
    void logsDoNotShareCalls() throws IOException {
        Logs logs = logs(disk);
        first(logs.log("a"), CALL, "one");
        DurableLog other = logs.log("b");
        LogRecords.append(other, "before");
        assertThat(repeat(other, CALL, "one")).isEqualTo(1);
    }

    @Test
    void aRepeatIsKnownAfterAStop() throws IOException {
        try (Logs logs = logs(disk)) {
            first(logs.log("a"), CALL, "one");
        }
        assertThat(repeat(open(disk.killPrograms()), CALL, "one")).isZero();
    }

    @Test
    void aBacklogOfManySegmentsIsLookedThroughAfterAKill() throws IOException {
        DurableLog log = open(disk);
        for (int i = 0; i < 80; i++) {
            first(log, "call " + i, "x".repeat(900) + i);
        }
        DurableLog again = open(disk.killPrograms());
        first(again, "a new one", "y");
        for (int i = 0; i < 80; i++) {
            assertThat(repeat(again, "call " + i, "x".repeat(900) + i)).isEqualTo(i);
        }
        again.trim(60);
        assertThat(repeat(again, "call 3", "x".repeat(900) + 3)).isEqualTo(3);
        assertThat(again.end().position()).isEqualTo(81);
    }

    @Test
    void repeatsAreKnownWhateverTheClockTells() throws IOException {
        DurableLog log = open(disk);
        first(log, "now", "one");
        clock.advance(Duration.ofDays(400));
        first(log, "later", "two");
        clock.advance(Duration.ofDays(-800));
        first(log, "earlier", "three");
        MemoryDisk now = disk;
        for (int days : new int[] {4000, -7000}) {
            now = now.killPrograms();
            log = open(now);
            clock.advance(Duration.ofDays(days));
            assertThat(repeat(log, "now", "one")).isZero();
            assertThat(repeat(log, "later", "two")).isEqualTo(1);
            assertThat(repeat(log, "earlier", "three")).isEqualTo(2);
            assertThat(log.end().position()).isEqualTo(3);
        }
    }

    @Test
    void aRepeatOfWhatNeverArrivedReadsNothing() throws IOException {
        DurableLog log = open(disk);
        for (int i = 0; i < 1000; i++) {
            first(log, "call " + i, "x");
        }
        AtomicInteger reads = new AtomicInteger();
        disk.trouble((call, file) -> {
            if (call.equals("read") || call.equals("openForReading")) {
                reads.incrementAndGet();
            }
        });
        for (int i = 0; i < 100; i++) {
            repeat(log, "lost " + i, "x");
        }
        assertThat(log.end().position()).isEqualTo(1100);
        assertThat(reads.get()).isLessThan(10);
    }

    /// Requests of other logs let the filter forget those of this one.
    @Test
    void whatTheFilterHasForgottenIsLookedUp() throws IOException {
        InvocationFilter filter = new InvocationFilter(clock);
        DurableLog log = open(filter);
        for (int i = 0; i < 300; i++) {
            first(log, "call " + i, "x");
        }
        forget(filter);
        assertThat(repeat(log, "call 0", "x")).isZero();
        assertThat(repeat(log, "call 299", "x")).isEqualTo(299);
        forget(filter);
        assertThat(repeat(log, "lost", "x")).isEqualTo(300);
        assertThat(repeat(log, "call 298", "x")).isEqualTo(298);
        assertThat(log.end().position()).isEqualTo(301);
    }

    private static void forget(InvocationFilter filter) {
        for (long i = 0; i < 3L * InvocationFilter.GENERATION; i++) {
            filter.add(i, ~i, 7);
        }
    }

    private DurableLog open(InvocationFilter filter) throws IOException {
        LogParts parts =
                new LogParts(
                        disk,
                        clock,
                        new SplittableRandom(3),
                        new DiskRoom(disk, LogRecords.ROOT, 0),
                        new WriteBuffers(4096),
                        new OpenLogs(2),
                        filter,
                        LogRecords.SMALL,
                        Meters.unread(),
                        LogSeals.NONE);
        return DurableLog.open(DIRECTORY, parts, 0);
    }

    @Test
    void whenTheFilesCannotBeWrittenRecordsAreTakenAndRepeatsAreKnown() throws IOException {
        DurableLog log = open(disk);
        disk.trouble((call, file) -> {
            if (file.toString().contains("invocations")) {
                throw new IOException("Input/output error");
            }
        });
        for (int i = 0; i < 3 * InvocationFiles.GATHERED_MAX; i++) {
            assertThat(first(log, "call " + i, "x")).isEqualTo(i);
        }
        assertThatThrownBy(() -> repeat(log, "call 5", "x")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> log.trim(log.end().position())).isInstanceOf(IOException.class);
        disk.trouble((call, file) -> {});
        log.trim(log.end().position());
        for (int i = 0; i < 3 * InvocationFiles.GATHERED_MAX; i++) {
            assertThat(repeat(log, "call " + i, "x")).isEqualTo(i);
        }
    }

    @Test
    void ofManyAttemptsAtOnceOneIsAppended() throws Exception {
        DurableLog log = open(disk);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> attempts = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                int call = i % 50;
                boolean isRepeat = i >= 50;
                attempts.add(threads.submit(() -> append(log, "call " + call, isRepeat, 1 + call)));
            }
            Map<Integer, Long> positions = new HashMap<>();
            for (int i = 0; i < attempts.size(); i++) {
                long position = attempts.get(i).get();
                assertThat(positions.computeIfAbsent(i % 50, call -> position)).isEqualTo(position);
            }
        }
        assertThat(log.end().position()).isEqualTo(50 * 51 / 2);
    }

    @Test
    void aLogWithCallsIsSoundAndADamagedIdIsNoticed() throws IOException {
        DurableLog log = open(disk);
        first(log, CALL, "one");
        LogRecords.append(log, "two");
        LogCheck.Report report = check();
        assertThat(report.damage()).isEmpty();
        assertThat(report.records()).isEqualTo(2);
        assertThat(report.tornBytes()).isZero();

        int idAt = Segment.HEADER_BYTES + Frame.HEADER_BYTES + Frame.LENGTH_BYTES + 3;
        try (var file = disk.open(Segment.file(DIRECTORY, 0))) {
            file.write(ByteBuffer.wrap(new byte[] {1}), idAt);
        }
        assertThat(check().damage()).isNotEmpty();
    }

    private LogCheck.Report check() throws IOException {
        return LogCheck.of(disk, DIRECTORY, 0, document -> LogNeed.ALL);
    }

    /// A client repeats each call until it is acknowledged, and sometimes afterwards, through power
    /// cuts, kills, stops, failing calls, bugs, trims and a clock that jumps.
    @Test
    void everyCallIsTakenOnceWhateverHappens() {
        long first = Long.getLong("hydrant.seed", 1);
        long last = Long.getLong("hydrant.seed", SEEDS);
        for (long seed = first; seed <= last; seed++) {
            try {
                live(new SplittableRandom(seed));
            } catch (IOException | AssertionError e) {
                throw new AssertionError("-Dhydrant.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void live(SplittableRandom random) throws IOException {
        MemoryDisk now = new MemoryDisk();
        List<String> delivered = new ArrayList<>();
        Map<Integer, Long> positions = new HashMap<>();
        int requests = random.nextInt(20) == 0 ? 300 : 25;
        int next = 0;
        boolean isRepeat = false;
        while (next < requests) {
            Logs logs = logs(now);
            DurableLog log = logs.log("a");
            int[] callsLeft = {random.nextInt(requests == 25 ? 100 : 3000)};
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
                    long position = append(log, "call " + next, isRepeat, text(next));
                    positions.put(next, position);
                    next++;
                    isRepeat = false;
                    step(log, random, next, positions, delivered);
                } catch (IOException | RuntimeException | Error e) {
                    isRepeat = true;
                    assertThat(log.damage()).isEmpty();
                }
            }
            now.trouble((call, file) -> {});
            if (now.hasPower() && random.nextBoolean()) {
                logs.close();
            }
            now = random.nextBoolean() ? now.losePower(random) : now.killPrograms();
        }
        DurableLog log = open(now);
        for (int call = 0; call < requests; call++) {
            assertThat(append(log, "call " + call, true, text(call)))
                    .isEqualTo(positions.get(call));
        }
        deliverAll(log, delivered);
        assertThat(delivered)
                .isEqualTo(
                        IntStream.range(0, requests).mapToObj(NamedRequestContract::text).toList());
    }

    private void step(
            DurableLog log,
            SplittableRandom random,
            int next,
            Map<Integer, Long> positions,
            List<String> delivered)
            throws IOException {
        switch (random.nextInt(8)) {
            case 0, 1 -> deliverAll(log, delivered);
            case 2 -> clock.advance(Duration.ofSeconds(random.nextInt(-400, 400)));
            case 3 -> {
                int old = random.nextInt(next);
                long position = append(log, "call " + old, random.nextBoolean(), text(old));
                if (!Long.valueOf(position).equals(positions.get(old))) {
                    positions.put(old, -1L); // so that the end tells
                }
            }
            default -> {}
        }
    }

    @Test
    void anIdIsAUuidOrWhateverText() {
        UUID uuid = UUID.fromString(CALL);
        assertThat(Invocation.of(CALL, true))
                .isEqualTo(
                        new Invocation(
                                uuid.getMostSignificantBits(),
                                uuid.getLeastSignificantBits(),
                                true));
        List<String> others =
                List.of("", "1-2-3-4-5", "x".repeat(36), "x".repeat(8000), "ü", CALL + " ");
        List<Invocation> ids = others.stream().map(id -> Invocation.of(id, false)).toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    private static long first(DurableLog log, String id, String... records) throws IOException {
        return append(log, id, false, records);
    }

    private static long repeat(DurableLog log, String id, String... records) throws IOException {
        return append(log, id, true, records);
    }

    private static long append(DurableLog log, String id, boolean isRepeat, int records)
            throws IOException {
        return append(
                log, id, isRepeat, Collections.nCopies(records, "record").toArray(String[]::new));
    }

    private static long append(DurableLog log, String id, boolean isRepeat, String... records)
            throws IOException {
        return append(log, Invocation.of(id, isRepeat), records);
    }
}
