package io.hydrant.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.ManualClock;
import io.hydrant.core.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A log with two readers: neither undoes what the other keeps, and neither takes away what the
/// other needs.
class BackupLogTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-26T12:00:00Z"));
    private final MemoryDisk disk = new MemoryDisk();

    @Test
    void nothingIsGivenBackBeforeBothReadersAreDoneWithIt() throws IOException {
        DurableLog log = open(disk);
        StreamLog backup = log.forBackup();
        List<String> records = fill(log, 200);
        backup.takeOver();
        long full = disk.usedBytes();
        log.trim(200);
        assertThat(disk.usedBytes()).as("the backup has had nothing").isEqualTo(full);
        backup.trim(150);
        assertThat(disk.usedBytes()).isLessThan(full / 2);
        assertThat(LogRecords.from(log, 150)).isEqualTo(records.subList(150, 200));
        backup.trim(200);
        assertThat(disk.usedBytes()).isLessThan(full / 10);
    }

    @Test
    void theBackupTakesNothingFromDelivery() throws IOException {
        DurableLog log = open(disk);
        StreamLog backup = log.forBackup();
        List<String> records = fill(log, 200);
        backup.takeOver();
        backup.trim(200);
        assertThat(LogRecords.from(log, 0)).isEqualTo(records);
        log.trim(100);
        assertThat(LogRecords.from(log, 100)).isEqualTo(records.subList(100, 200));
        assertThat(log.recordsInFiles()).isLessThan(200);
    }

    /// A log from before there were backups has one reader.
    @Test
    void withoutABackupDeliveryAloneCounts() throws IOException {
        DurableLog log = open(disk);
        fill(log, 200);
        long full = disk.usedBytes();
        log.trim(200);
        assertThat(disk.usedBytes()).isLessThan(full / 2);
        assertThat(log.forBackup().checkpoint()).isEmpty();
        assertThat(disk.files().keySet().toString()).doesNotContain("backup");
    }

    @Test
    void eachReaderHasADocumentAndAnEpochOfItsOwn() throws IOException {
        DurableLog log = open(disk);
        StreamLog backup = log.forBackup();
        LogRecords.append(log, "one");
        long delivery = log.takeOver().epoch();
        long first = backup.takeOver().epoch();
        long second = backup.takeOver().epoch();
        log.checkpoint(delivery, "of delivery".getBytes(UTF_8));
        assertThatThrownBy(() -> backup.checkpoint(first, "too late".getBytes(UTF_8)))
                .isInstanceOf(EpochOverException.class);
        backup.checkpoint(second, "of the backup".getBytes(UTF_8));
        DurableLog again = open(disk);
        assertThat(again.checkpoint().map(String::new)).contains("of delivery");
        assertThat(again.forBackup().checkpoint().map(String::new)).contains("of the backup");
        assertThat(again.forBackup().takeOver().epoch()).isGreaterThan(second);
        assertThat(again.id()).isNotEqualTo(again.forBackup().id());
        assertThat(again.forBackup().scratch("0")).isNotEqualTo(again.scratch("0"));
    }

    @Test
    void aDamagedDocumentOfTheBackupStopsTheLog() throws IOException {
        DurableLog log = open(disk);
        LogRecords.append(log, "one");
        log.forBackup().checkpoint(1, "document".getBytes(UTF_8));
        try (var file = disk.open(LogRecords.ROOT.resolve("a/backup-checkpoint"))) {
            file.write(ByteBuffer.wrap(new byte[] {'D'}), file.length() - 8);
        }
        assertThatThrownBy(() -> log.forBackup().takeOver())
                .isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("backup-checkpoint");
        assertThatThrownBy(() -> LogRecords.append(log, "two"))
                .isInstanceOf(LogDamagedException.class);
    }

    @Test
    void aPowerCutAtAnyCallLeavesTheBackupsDocumentBeforeOrAfter() throws IOException {
        int cutAt = 0;
        boolean wasCut = true;
        while (wasCut) {
            MemoryDisk machine = new MemoryDisk();
            DurableLog log = open(machine);
            LogRecords.append(log, "record");
            int call = cutAt++;
            AtomicInteger calls = new AtomicInteger();
            machine.trouble((name, file) -> {
                if (calls.getAndIncrement() == call) {
                    machine.cutPower();
                }
            });
            int written = checkpointUntilThePowerIsCut(log.forBackup());
            wasCut = !machine.hasPower();
            DurableLog again = open(machine.losePower(new SplittableRandom(call)));
            int found =
                    again.forBackup()
                            .takeOver()
                            .checkpoint()
                            .map(document -> Integer.valueOf(new String(document, UTF_8)))
                            .orElse(0);
            assertThat(found).as("cut at call %d", call).isBetween(written, written + 1);
        }
        assertThat(cutAt).isGreaterThan(20);
    }

    private static int checkpointUntilThePowerIsCut(StreamLog log) {
        int written = 0;
        try {
            while (written < 4) {
                log.checkpoint(1, Integer.toString(written + 1).getBytes(UTF_8));
                written++;
            }
        } catch (IOException e) {
            // The power was cut.
        }
        return written;
    }

    private DurableLog open(MemoryDisk machine) throws IOException {
        return LogRecords.logs(machine, clock, new SplittableRandom(1), LogRecords.SMALL).log("a");
    }

    private static List<String> fill(DurableLog log, int count) throws IOException {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add("record " + i + "!".repeat(100));
            LogRecords.append(log, records.getLast());
        }
        return records;
    }
}
