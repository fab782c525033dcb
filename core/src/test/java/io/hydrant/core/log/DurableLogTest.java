package io.hydrant.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.Bug;
import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DurableLogTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final SplittableRandom random = new SplittableRandom(7);
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void recordsAreReadInTheOrderTheyWereAppended() throws IOException {
        DurableLog log = open();
        assertThat(LogRecords.append(log, "one", "two")).isZero();
        assertThat(LogRecords.append(log, "")).isEqualTo(2);
        assertThat(LogRecords.append(log, "three")).isEqualTo(3);
        assertThat(LogRecords.from(log, 0)).containsExactly("one", "two", "", "three");
        assertThat(log.end()).isEqualTo(new LogPoint(4, 11));
    }

    @Test
    void aLogIsTheSameAfterItIsOpenedAgain() throws IOException {
        DurableLog log = open();
        List<String> expected = fill(log, 100);
        DurableLog again = open();
        assertThat(again.end()).isEqualTo(log.end());
        assertThat(LogRecords.from(again, 0)).isEqualTo(expected);
        assertThat(LogRecords.append(again, "next")).isEqualTo(100);
    }

    @Test
    void readingBeginsAtAnyRecord() throws IOException {
        DurableLog log = open();
        List<String> expected = fill(log, 60);
        for (int position = 0; position <= 60; position++) {
            assertThat(LogRecords.from(log, position)).isEqualTo(expected.subList(position, 60));
        }
    }

    @Test
    void trimmingGivesBackWholeSegmentsAndKeepsTheRest() throws IOException {
        DurableLog log = open();
        List<String> expected = fill(log, 200);
        long before = disk.usedBytes();
        log.trim(150);
        assertThat(disk.usedBytes()).isLessThan(before / 2);
        assertThat(LogRecords.from(log, 150)).isEqualTo(expected.subList(150, 200));
        assertThat(LogRecords.from(open(), 150)).isEqualTo(expected.subList(150, 200));
    }

    @Test
    void whatCouldNotBeTrimmedIsTrimmedTheNextTime() throws IOException {
        DurableLog log = open();
        fill(log, 200);
        disk.trouble((call, file) -> {
            if (call.equals("delete")) {
                throw new IOException("Input/output error");
            }
        });
        assertThatThrownBy(() -> log.trim(150)).isInstanceOf(IOException.class);
        disk.trouble((call, file) -> {});
        long before = disk.usedBytes();
        log.trim(150);
        assertThat(disk.usedBytes()).isLessThan(before / 2);
    }

    @Test
    void aFullDiskRefusesAndRecoversByItself() throws IOException {
        DurableLog log = open(new LogSettings(65_536, 0));
        LogRecords.append(log, "one");
        disk.capacity(disk.usedBytes() + 100);
        assertThatThrownBy(() -> LogRecords.append(log, "x".repeat(200)))
                .isInstanceOf(IOException.class);
        disk.capacity(Long.MAX_VALUE);
        LogRecords.append(log, "two");
        assertThat(LogRecords.from(log, 0)).containsExactly("one", "two");
        assertThat(LogRecords.from(open(), 0)).containsExactly("one", "two");
    }

    @Test
    void whatIsReservedIsNotTaken() throws IOException {
        disk.capacity(10_000);
        DurableLog log = open(new LogSettings(65_536, 5_000));
        LogRecords.append(log, "x".repeat(4_000));
        assertThatThrownBy(() -> LogRecords.append(log, "x".repeat(2_000)))
                .hasMessageContaining("The disk of /logs is full");
    }

    @Test
    void anAppendWhoseForceFailedIsNotThereLater() throws IOException {
        DurableLog log = open();
        LogRecords.append(log, "one");
        disk.trouble((call, file) -> {
            if (call.equals("force") || call.equals("truncate")) {
                throw new IOException("Input/output error");
            }
        });
        assertThatThrownBy(() -> LogRecords.append(log, "two")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> LogRecords.append(log, "three")).isInstanceOf(IOException.class);
        disk.trouble((call, file) -> {});
        LogRecords.append(log, "four");
        assertThat(LogRecords.from(open(), 0)).containsExactly("one", "four");
    }

    /// A log that nothing is appended to after a failure may have it later, unless it is abandoned.
    @Test
    void whatIsAbandonedIsNotThereAfterAStart() throws IOException {
        DurableLog log = open();
        LogRecords.append(log, "one");
        disk.trouble((call, file) -> {
            if (call.equals("wrote") || call.equals("truncate")) {
                throw new IOException("Input/output error");
            }
        });
        assertThatThrownBy(() -> LogRecords.append(log, "two")).isInstanceOf(IOException.class);
        assertThatThrownBy(log::abandonFailed).isInstanceOf(IOException.class);
        disk.trouble((call, file) -> {});
        log.abandonFailed();
        assertThat(LogRecords.from(open(), 0)).containsExactly("one");
        LogRecords.append(log, "three");
        assertThat(LogRecords.from(open(), 0)).containsExactly("one", "three");
    }

    /// What was refused is not there later, and what was acknowledged is.
    @ParameterizedTest
    @EnumSource
    void aBugAtAnyCallRefusesWhatIsAppendedAndNothingElse(Bug bug) throws IOException {
        int failing = 0;
        boolean isReached = true;
        while (isReached) {
            MemoryDisk machine = new MemoryDisk();
            DurableLog log =
                    LogRecords.logs(machine, clock, new SplittableRandom(1), LogRecords.SMALL)
                            .log("a");
            int call = failing++;
            AtomicInteger calls = new AtomicInteger();
            machine.trouble((name, file) -> {
                if (calls.getAndIncrement() == call) {
                    throw bug.at(name);
                }
            });
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String record = i + "x".repeat(1500);
                try {
                    LogRecords.append(log, record);
                    expected.add(record);
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("Appending failed");
                }
            }
            isReached = calls.get() > call;
            assertThat(expected).as("call " + call).hasSize(isReached ? 5 : 6);
            machine.trouble((name, file) -> {});
            assertThat(LogRecords.from(log, 0)).as("call " + call).isEqualTo(expected);
            DurableLog again =
                    LogRecords.logs(
                                    machine.losePower(new SplittableRandom(call)),
                                    clock,
                                    new SplittableRandom(2),
                                    LogRecords.SMALL)
                            .log("a");
            assertThat(LogRecords.from(again, 0)).as("call " + call).isEqualTo(expected);
        }
        assertThat(failing).isGreaterThan(40);
    }

    /// The records are in the log: to refuse them would have them sent again.
    @ParameterizedTest
    @EnumSource
    void whoeverFailsToHearOfAnAppendDoesNotRefuseIt(Bug bug) throws IOException {
        DurableLog log = open();
        log.onAppend(() -> {
            throw bug.at("hearing");
        });
        assertThat(LogRecords.append(log, "one")).isZero();
        assertThat(LogRecords.append(log, "two")).isEqualTo(1);
        assertThat(LogRecords.from(open(), 0)).containsExactly("one", "two");
    }

    @Test
    void aLogThatRestsTakesRecordsAgain() throws IOException {
        DurableLog log = open();
        LogRecords.append(log, "one");
        assertThat(log.rest()).isTrue();
        LogRecords.append(log, "two");
        assertThat(LogRecords.from(log, 0)).containsExactly("one", "two");
    }

    @Test
    void aDeletedLogLeavesNothing() throws IOException {
        Logs logs = LogRecords.logs(disk, clock, random, LogRecords.SMALL);
        fill(logs.log("a"), 100);
        logs.delete("a");
        logs.delete("never there");
        assertThat(disk.usedBytes()).isZero();
        assertThat(logs.stored()).isEmpty();
    }

    @Test
    void theCheckpointIsReplacedAsAWhole() throws IOException {
        DurableLog log = open();
        LogRecords.append(log, "one");
        assertThat(log.checkpoint()).isEmpty();
        log.checkpoint(1, "first".getBytes(StandardCharsets.UTF_8));
        log.checkpoint(1, "2nd".getBytes(StandardCharsets.UTF_8));
        assertThat(open().checkpoint().map(String::new)).contains("2nd");
    }

    @Test
    void aPowerCutAtAnyCallLeavesTheCheckpointBeforeOrAfter() throws IOException {
        int cutAt = 0;
        boolean wasCut = true;
        while (wasCut) {
            for (int seed = 0; seed < 4; seed++) {
                MemoryDisk machine = new MemoryDisk();
                DurableLog log =
                        LogRecords.logs(machine, clock, new SplittableRandom(1), LogRecords.SMALL)
                                .log("a");
                LogRecords.append(log, "record");
                cutPowerAt(machine, cutAt);
                int written = checkpointUntilThePowerIsCut(log);
                wasCut = !machine.hasPower();
                MemoryDisk after = machine.losePower(new SplittableRandom(seed));
                DurableLog again =
                        LogRecords.logs(after, clock, new SplittableRandom(2), LogRecords.SMALL)
                                .log("a");
                int found =
                        again.checkpoint()
                                .map(String::new)
                                .map(text -> Integer.valueOf(text.strip()))
                                .orElse(0);
                assertThat(found)
                        .as("cut at call %d, seed %d", cutAt, seed)
                        .isBetween(written, written + 1);
                again.checkpoint(1, "more".getBytes(StandardCharsets.UTF_8));
                assertThat(again.checkpoint().map(String::new)).contains("more");
            }
            cutAt++;
        }
        assertThat(cutAt).isGreaterThan(30);
    }

    private static void cutPowerAt(MemoryDisk machine, int call) {
        AtomicInteger calls = new AtomicInteger();
        machine.trouble((name, file) -> {
            if (calls.getAndIncrement() == call) {
                machine.cutPower();
            }
        });
    }

    /// Each is longer or shorter than the one before. Returns the last that was written for
    /// certain.
    private static int checkpointUntilThePowerIsCut(DurableLog log) {
        int written = 0;
        try {
            while (written < 6) {
                String document = " ".repeat(written % 3 * 1500) + (written + 1);
                log.checkpoint(1, document.getBytes(StandardCharsets.UTF_8));
                written++;
            }
        } catch (IOException e) {
            // The power was cut.
        }
        return written;
    }

    @Test
    void aCheckpointThatFailsAtAnyCallIsWrittenByTheNext() throws IOException {
        for (int failing = 0; failing < 40; failing++) {
            MemoryDisk machine = new MemoryDisk();
            DurableLog log =
                    LogRecords.logs(machine, clock, new SplittableRandom(1), LogRecords.SMALL)
                            .log("a");
            LogRecords.append(log, "record");
            log.checkpoint(1, "1".getBytes(StandardCharsets.UTF_8));
            log.checkpoint(1, "2".getBytes(StandardCharsets.UTF_8));
            int call = failing;
            AtomicInteger calls = new AtomicInteger();
            machine.trouble((name, file) -> {
                if (calls.getAndIncrement() == call) {
                    throw new IOException(name);
                }
            });
            try {
                log.checkpoint(1, "3".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                assertThat(calls.get()).isGreaterThan(call);
            }
            machine.trouble((name, file) -> {});
            log.checkpoint(1, "4".getBytes(StandardCharsets.UTF_8));
            MemoryDisk after = machine.losePower(new SplittableRandom(failing));
            DurableLog again =
                    LogRecords.logs(after, clock, new SplittableRandom(2), LogRecords.SMALL)
                            .log("a");
            assertThat(again.checkpoint().map(String::new)).as("call " + failing).contains("4");
        }
    }

    @Test
    void aReaderWhoseEpochIsOverKeepsNothing() throws IOException {
        DurableLog log = open();
        LogRecords.append(log, "one");
        long first = log.takeOver().epoch();
        log.checkpoint(first, "of the first".getBytes(StandardCharsets.UTF_8));
        long second = log.takeOver().epoch();
        assertThatThrownBy(() -> log.checkpoint(first, new byte[] {'x'}))
                .isInstanceOf(EpochOverException.class);
        assertThat(log.checkpoint().map(String::new)).contains("of the first");
        log.checkpoint(second, "of the second".getBytes(StandardCharsets.UTF_8));
        assertThat(open().takeOver().epoch()).isGreaterThan(second);
        assertThat(open().checkpoint().map(String::new)).contains("of the second");
    }

    /// Written by an older version, which knew no epochs.
    @Test
    void aCheckpointWithoutAnEpochIsRead() throws IOException {
        DurableLog log = open();
        LogRecords.append(log, "one");
        try (DiskFile file = disk.open(LogRecords.ROOT.resolve("a/checkpoint"))) {
            byte[] old =
                    "hydrant checkpoint 1 crc32c=28d18648\n{\"old\": true}"
                            .getBytes(StandardCharsets.UTF_8);
            file.write(ByteBuffer.wrap(old), 0);
        }
        assertThat(open().checkpoint().map(String::new)).contains("{\"old\": true}");
        assertThat(open().takeOver().epoch()).isEqualTo(1);
    }

    @Test
    void aDamagedCheckpointIsNotBelieved() throws IOException {
        DurableLog log = open();
        LogRecords.append(log, "one");
        log.checkpoint(1, "document".getBytes(StandardCharsets.UTF_8));
        try (var file = disk.open(LogRecords.ROOT.resolve("a/checkpoint"))) {
            file.write(ByteBuffer.wrap(new byte[] {'D'}), file.length() - 8);
        }
        assertThatThrownBy(log::checkpoint)
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("crc32c=");
    }

    private DurableLog open() throws IOException {
        return open(LogRecords.SMALL);
    }

    private DurableLog open(LogSettings settings) throws IOException {
        return LogRecords.logs(disk, clock, random, settings).log("a");
    }

    private List<String> fill(DurableLog log, int count) throws IOException {
        List<String> records = new ArrayList<>();
        while (records.size() < count) {
            String[] batch = new String[Math.min(count - records.size(), 1 + random.nextInt(5))];
            Arrays.setAll(batch, i -> "record " + (records.size() + i) + "!".repeat(100));
            LogRecords.append(log, batch);
            records.addAll(Arrays.asList(batch));
        }
        return records;
    }
}
