package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a log is after a crash, and after its file was damaged.
class RecoveryTest {
    private static final int SEEDS = 500;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));

    @Test
    void acknowledgedRecordsSurviveAPowerCutAtAnyCall() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                liveFourTimes(new SplittableRandom(seed));
            } catch (IOException | AssertionError e) {
                throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void liveFourTimes(SplittableRandom random) throws IOException {
        MemoryDisk disk = new MemoryDisk();
        List<String> known = List.of();
        for (int life = 0; life < 4; life++) {
            DurableLog log = open(disk, random);
            List<String> found = LogRecords.from(log, 0);
            List<String> kept = new ArrayList<>(found);
            kept.retainAll(Set.copyOf(known));
            assertThat(kept).isEqualTo(known);
            known = new ArrayList<>(found);
            appendUntilThePowerIsCut(log, disk, known, random);
            disk = disk.losePower(random);
        }
    }

    /// Calls to the disk fail now and then before.
    private static void appendUntilThePowerIsCut(
            DurableLog log, MemoryDisk disk, List<String> known, SplittableRandom random) {
        int[] callsLeft = {random.nextInt(80)};
        disk.trouble((call, file) -> {
            if (callsLeft[0]-- <= 0) {
                disk.cutPower();
            } else if (random.nextInt(25) == 0) {
                throw new IOException("Input/output error");
            }
        });
        while (disk.hasPower()) {
            String[] batch = new String[1 + random.nextInt(4)];
            Arrays.setAll(batch, i -> random.nextLong() + "x".repeat(random.nextInt(600)));
            try {
                LogRecords.append(log, batch);
                known.addAll(Arrays.asList(batch));
            } catch (IOException e) {
                assertThat(log.damage()).isEmpty();
            }
        }
    }

    @Test
    void whatIsFoundAfterAKillStaysWhateverHappensThen() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            MemoryDisk disk = new MemoryDisk();
            DurableLog log = open(disk);
            LogRecords.append(log, "acknowledged");
            disk.trouble((call, file) -> {
                if (call.equals("force")) {
                    disk.cutPower();
                }
            });
            assertThatThrownBy(() -> LogRecords.append(log, "not yet"))
                    .isInstanceOf(IOException.class);
            MemoryDisk killed = disk.killPrograms();
            assertThat(LogRecords.from(open(killed), 0)).containsExactly("acknowledged", "not yet");
            MemoryDisk dark = killed.losePower(new SplittableRandom(seed));
            assertThat(LogRecords.from(open(dark), 0)).containsExactly("acknowledged", "not yet");
        }
    }

    @Test
    void aHeaderThatIsFoundAfterAKillStaysWhateverHappensThen() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            MemoryDisk disk = new MemoryDisk();
            DurableLog log = open(disk);
            cutThePowerWhenForcing(disk);
            assertThatThrownBy(() -> LogRecords.append(log, "no")).isInstanceOf(IOException.class);
            MemoryDisk killed = disk.killPrograms();
            DurableLog again = open(killed);
            cutThePowerWhenForcing(killed);
            assertThatThrownBy(() -> LogRecords.append(again, "neither".repeat(9)))
                    .isInstanceOf(IOException.class);
            DurableLog last = open(killed.losePower(new SplittableRandom(seed)));
            assertThat(LogRecords.append(last, "yes")).isLessThan(2);
        }
    }

    private static void cutThePowerWhenForcing(MemoryDisk disk) {
        disk.trouble((call, file) -> {
            if (call.equals("force")) {
                disk.cutPower();
            }
        });
    }

    @Test
    void aSegmentThatCouldNotBeBegunHidesNothingThatIsAppendedThen() throws IOException {
        LogSettings settings = new LogSettings(1024 * 1024, 0, 64);
        for (String failing : List.of("created", "write", "wrote", "force", "forced", "sync")) {
            MemoryDisk disk = new MemoryDisk();
            DurableLog log = open(disk, settings);
            LogRecords.append(log, "delivered", "x".repeat(100));
            disk.trouble((call, file) -> {
                if (call.equals(failing)) {
                    throw new IOException(failing);
                }
            });
            assertThatThrownBy(() -> log.trim(2)).hasMessage(failing);
            disk.trouble((call, file) -> {});
            LogRecords.append(log, "acknowledged");
            DurableLog again = open(disk.losePower(new SplittableRandom(1)), settings);
            assertThat(LogRecords.from(again, 2)).as(failing).containsExactly("acknowledged");
        }
    }

    @Test
    void aBusyLogWritesOverWhatWasTrimmedAndAPowerCutAtAnyCallOfThatLosesNothing()
            throws IOException {
        int calls = recycleUntil(new MemoryDisk(), Integer.MAX_VALUE).calls();
        int recycled = 0;
        for (int call = 0; call < calls; call++) {
            for (int seed = 0; seed < 4; seed++) {
                MemoryDisk disk = new MemoryDisk();
                int acknowledged = recycleUntil(disk, call).acknowledged();
                recycled += disk.files().containsKey(LogRecords.ROOT.resolve("a/spare")) ? 1 : 0;
                MemoryDisk after = disk.losePower(new SplittableRandom(seed));
                DurableLog log = open(after, new SplittableRandom(seed + 2));
                long end = log.end().position();
                assertThat(end).isBetween((long) acknowledged, acknowledged + 1L);
                assertThat(LogRecords.from(log, Math.max(0, end - 1)))
                        .as("call %d, seed %d", call, seed)
                        .containsExactlyElementsOf(
                                IntStream.range((int) Math.max(0, end - 1), (int) end)
                                        .mapToObj(RecoveryTest::record)
                                        .toList());
                LogRecords.append(log, record((int) end));
                assertThat(LogRecords.from(log, end)).containsExactly(record((int) end));
            }
        }
        assertThat(recycled).isPositive();
    }

    private static String record(int position) {
        return position + "x".repeat(700 + position % 7 * 100);
    }

    private record Run(int calls, int acknowledged) {}

    /// Trims one record behind the end, so that there is always something left. The power is cut at
    /// one of the disk's calls.
    private Run recycleUntil(MemoryDisk disk, int cutAt) {
        AtomicInteger calls = new AtomicInteger();
        disk.trouble((call, file) -> {
            if (calls.getAndIncrement() == cutAt) {
                disk.cutPower();
            }
        });
        int acknowledged = 0;
        try {
            DurableLog log = open(disk, LogRecords.SMALL);
            while (acknowledged < 40) {
                LogRecords.append(log, record(acknowledged));
                acknowledged++;
                log.trim(acknowledged - 1);
            }
        } catch (IOException e) {
            assertThat(disk.hasPower()).isFalse();
        }
        return new Run(calls.get(), acknowledged);
    }

    @Test
    void whatALogWritesOverIsGivenBackWhenEverythingIsDelivered() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        LogSettings settings = new LogSettings(4096, 0, 64);
        DurableLog log = open(disk, settings);
        for (int i = 0; i < 20; i++) {
            LogRecords.append(log, record(i));
            log.trim(i);
        }
        assertThat(disk.usedBytes()).isGreaterThan(4096);
        log.trim(20);
        assertThat(disk.usedBytes()).isLessThan(200);
    }

    /// The rest of a recycled segment is neither a torn tail nor damage, whatever it looks like.
    @Test
    void aTornTailOfARecycledSegmentIsCut() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            MemoryDisk disk = new MemoryDisk();
            DurableLog log = open(disk, LogRecords.SMALL);
            int position = 0;
            while (position < 13) {
                LogRecords.append(log, record(position++));
                log.trim(position - 1);
            }
            cutThePowerWhenForcing(disk);
            assertThatThrownBy(() -> LogRecords.append(log, record(13)))
                    .isInstanceOf(IOException.class);
            DurableLog after =
                    open(
                            disk.losePower(new SplittableRandom(seed)),
                            new SplittableRandom(seed + 2));
            assertThat(after.end().position()).as("seed " + seed).isBetween(13L, 14L);
            assertThat(LogRecords.from(after, 12)).startsWith(record(12));
            LogRecords.append(after, "next");
            assertThat(LogRecords.from(after, 12)).endsWith("next");
        }
    }

    @Test
    void aTornTailIsCutAtWhateverByteItEnds() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        DurableLog log = open(disk);
        LogRecords.append(log, "kept");
        long length = length(disk);
        LogRecords.append(log, "torn");
        for (long cut = length(disk) - 1; cut >= length; cut--) {
            try (DiskFile file = disk.open(segment(disk))) {
                file.truncate(cut);
            }
            assertThat(LogRecords.from(open(disk), 0)).containsExactly("kept");
        }
    }

    @Test
    void damageBeforeAForcedFrameStopsTheLogAndLeavesTheFile() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        DurableLog log = open(disk);
        LogRecords.append(log, "one");
        LogRecords.append(log, "two");
        LogRecords.append(log, "three");
        flip(disk, Segment.HEADER_BYTES + 10);
        long length = length(disk);
        assertThatThrownBy(() -> open(disk))
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("is damaged at offset " + Segment.HEADER_BYTES);
        assertThat(length(disk)).isEqualTo(length);
    }

    @Test
    void damageInOneLogIsNoConcernOfOthers() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        DurableLog log = open(disk);
        LogRecords.append(log, "one");
        LogRecords.append(log, "two");
        flip(disk, Segment.HEADER_BYTES + 10);
        Logs logs = LogRecords.logs(disk, clock, new SplittableRandom(2), LogRecords.SMALL);
        assertThatThrownBy(() -> logs.log("a")).isInstanceOf(LogDamagedException.class);
        assertThat(LogRecords.append(logs.log("b"), "x")).isZero();
    }

    @Test
    void damageThatIsFoundWhileReadingStopsTheLog() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        DurableLog log = open(disk);
        LogRecords.append(log, "one");
        LogRecords.append(log, "two");
        flip(disk, Segment.HEADER_BYTES + Frame.HEADER_BYTES + Frame.LENGTH_BYTES);
        assertThatThrownBy(() -> LogRecords.from(log, 0)).isInstanceOf(LogDamagedException.class);
        assertThatThrownBy(() -> LogRecords.append(log, "more"))
                .isInstanceOf(LogDamagedException.class);
    }

    @Test
    void aRecordThatLooksLikeAFrameDoesNotPassForOne() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        DurableLog log = open(disk);
        LogRecords.append(log, "one");
        long length = length(disk);
        ByteBuffer forged = ByteBuffer.allocate(Frame.HEADER_BYTES);
        forged.putInt(0, Frame.MAGIC).putInt(12, 1).putInt(20, Integer.MAX_VALUE);
        forged.putInt(4, Frame.checksum(forged.array(), 8, Frame.HEADER_BYTES - 8));
        log.append(RecordBatch.of(List.of(forged.array())));
        flip(disk, length);
        assertThat(LogRecords.from(open(disk), 0)).containsExactly("one");
    }

    /// What was put there for an object that has another span now, say because some of its records
    /// were given up, is asked for by nobody.
    @Test
    void whatAReaderHadPutBesideTheSegmentsIsGoneAfterAStart() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        DurableLog log = open(disk);
        LogRecords.append(log, "one");
        Path scratch = log.scratch("0");
        try (DiskFile file = disk.create(scratch)) {
            file.write(ByteBuffer.wrap(new byte[10]), 0);
            file.force();
        }
        disk.sync(log.directory());
        assertThat(disk.exists(scratch)).isTrue();
        assertThat(LogRecords.from(open(disk), 0)).containsExactly("one");
        assertThat(disk.exists(scratch)).isFalse();
        assertThat(disk.losePower(new SplittableRandom(1)).exists(scratch)).isFalse();
    }

    /// It may be gone before it is copied.
    @Test
    void whatAReaderHasPutBesideTheSegmentsIsNotCopied() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        Logs logs = LogRecords.logs(disk, clock, new SplittableRandom(1), LogRecords.SMALL);
        LogRecords.append(logs.log("a"), "one");
        disk.create(logs.log("a").scratch("0")).close();
        Path copy = Path.of("/copy");
        logs.copy("a", copy);
        assertThat(disk.list(copy)).hasSize(2).noneMatch(ScratchFile::isName);
    }

    private DurableLog open(MemoryDisk disk) throws IOException {
        return open(disk, new SplittableRandom(1));
    }

    private DurableLog open(MemoryDisk disk, LogSettings settings) throws IOException {
        return LogRecords.logs(disk, clock, new SplittableRandom(1), settings).log("a");
    }

    private DurableLog open(MemoryDisk disk, SplittableRandom random) throws IOException {
        return LogRecords.logs(disk, clock, random, LogRecords.SMALL).log("a");
    }

    private static Path segment(MemoryDisk disk) throws IOException {
        Path directory = LogRecords.ROOT.resolve("a");
        return directory.resolve(
                disk.list(directory).stream().filter(Segment::isName).toList().getLast());
    }

    private static long length(MemoryDisk disk) throws IOException {
        try (DiskFile file = disk.open(segment(disk))) {
            return file.length();
        }
    }

    private static void flip(MemoryDisk disk, long offset) throws IOException {
        try (DiskFile file = disk.open(segment(disk))) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ 0x40)).clear();
            file.write(one, offset);
        }
    }
}
