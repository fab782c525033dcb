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
