package io.hydrant.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.disk.RealDisk;
import io.hydrant.core.log.ClientToken;
import io.hydrant.core.log.Invocation;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.LogSeals;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.log.Logs;
import io.hydrant.core.log.RecordBatch;
import io.hydrant.core.log.RequestName;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.meter.Meters;
import io.hydrant.testing.Seed;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A log that was moved from disk into Kafka is the same log.
@Timeout(120)
class LogTransferTest {
    private static final byte[] DOCUMENT = "how far it was".getBytes(StandardCharsets.UTF_8);

    private final Seed seed = Seed.of(LogTransferTest.class);
    private final Random random = seed.random();

    @Test
    void everyRecordKeepsItsPositionAndWhatReadersWroteDown(@TempDir Path folder) throws Exception {
        KafkaSettings settings = Brokers.settings();
        List<String> records;
        LogPoint from;
        try (Logs disk = logs(folder)) {
            StreamLog log = disk.log("films");
            log.takeOver();
            for (int i = 0; i < 400; i++) {
                log.append(batch(i));
            }
            from = log.cut(LogPoint.START, 3_000).end();
            log.checkpoint(log.takeOver().epoch(), DOCUMENT);
            log.trim(from.position());
            records = records(log, from);
        }
        try (Machine machine = new Machine(folder, settings);
                Logs disk = logs(folder)) {
            try (LogTransfer cutOff = LogTransfer.open(settings, machine.catalog())) {
                assertThat(cutOff.move(disk, "films")).isPositive(); // and was killed then
            }
            assertThat(LogTransfer.known(machine.catalog())).isEmpty();
            try (LogTransfer transfer = LogTransfer.open(settings, machine.catalog())) {
                transfer.move(disk, "films");
                assertThat(transfer.move(disk, "never-written")).isZero();
                transfer.commit(machine.catalog());
            }
            assertThat(LogTransfer.known(machine.catalog())).containsExactly("films");

            StreamLog moved = machine.begin().log("films");
            assertThat(moved.takeOver().checkpoint()).contains(DOCUMENT);
            assertThat(moved.end()).isEqualTo(disk.log("films").end());
            assertThat(records(moved, from)).as(seed.replay()).isEqualTo(records);

            long end = moved.end().position();
            moved.append(batch(1)); // its name is old, and its records are others
            Wait.seconds(20).until("it goes on", () -> moved.end().position() > end);
        }
    }

    @Test
    void aRepeatOfWhatWasMovedCountsOnce(@TempDir Path folder) throws Exception {
        KafkaSettings settings = Brokers.settings();
        RecordBatch named = LogTexts.named(new ClientToken("sender", 7), "a film");
        try (Logs disk = logs(folder)) {
            disk.append("films", named);
            disk.append("films", LogTexts.named(new ClientToken("sender", 8), "another"));
        }
        try (Machine machine = new Machine(folder, settings);
                Logs disk = logs(folder);
                LogTransfer transfer = LogTransfer.open(settings, machine.catalog())) {
            transfer.move(disk, "films");
            transfer.commit(machine.catalog());
            KafkaLogs logs = machine.begin();
            logs.append("films", named);
            logs.append("films", LogTexts.named(new ClientToken("sender", 9), "a third"));
            StreamLog log = logs.log("films");
            log.takeOver();
            assertThat(records(log, LogPoint.START))
                    .containsExactly("a film", "another", "a third");
        }
    }

    @Test
    void encryptedRecordsAreMovedAsTheyAreAndReadFromTheTopic(@TempDir Path folder)
            throws Exception {
        KafkaSettings settings = Brokers.settings();
        FixedSeals seals = new FixedSeals();
        RecordBatch named = LogTexts.named(new ClientToken("sender", 7), "a secret film");
        try (Logs disk = sealed(folder, seals)) {
            disk.append("films", disk.sealed("films", named));
            disk.append("films", LogTexts.named(new ClientToken("sender", 8), "in clear"));
        }
        try (Machine machine = new Machine(folder, settings);
                Logs withoutKeys = logs(folder);
                LogTransfer transfer = LogTransfer.open(settings, machine.catalog())) {
            transfer.move(withoutKeys, "films");
            transfer.commit(machine.catalog());
            KafkaLogs logs = machine.begin(seals);
            RecordBatch repeat = logs.sealed("films", named);
            assertThat(repeat.isSealed()).isTrue();
            logs.append("films", repeat);
            RecordBatch third = LogTexts.named(new ClientToken("sender", 9), "a third");
            logs.append("films", logs.sealed("films", third));
            StreamLog log = logs.log("films");
            log.takeOver();
            assertThat(records(log, LogPoint.START))
                    .containsExactly("a secret film", "in clear", "a third");
            try (LogReader reader = log.headers(LogPoint.START)) {
                reader.next();
                assertThat(reader.isSealed()).isTrue();
                assertThat(StandardCharsets.UTF_8.decode(reader.payloads(2, 6)).toString())
                        .isEqualTo("secret");
            }
        }
    }

    private static Logs sealed(Path folder, LogSeals seals) {
        return new Logs(
                folder.resolve("log"),
                new RealDisk(),
                InstantSource.system(),
                new Random(1),
                LogSettings.DEFAULT,
                Meters.unread(),
                seals);
    }

    private static Logs logs(Path folder) throws IOException {
        return new Logs(
                folder.resolve("log"),
                new RealDisk(),
                InstantSource.system(),
                new Random(1),
                LogSettings.DEFAULT);
    }

    /// Some named by SDKs, some by tokens, and some names used again for other records.
    private RecordBatch batch(int number) {
        List<byte[]> records = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            records.add(
                    (number + "/" + i + "x".repeat(random.nextInt(60)))
                            .getBytes(StandardCharsets.UTF_8));
        }
        Optional<RequestName> name =
                switch (random.nextInt(3)) {
                    case 0 -> Optional.empty();
                    case 1 -> Optional.of(new ClientToken("p" + random.nextInt(3), number));
                    default -> Optional.of(new Invocation(1, random.nextInt(50), false));
                };
        return RecordBatch.of(records).named(name);
    }

    private static List<String> records(StreamLog log, LogPoint from) throws IOException {
        List<String> found = new ArrayList<>();
        try (LogReader reader = log.records(from)) {
            while (reader.next()) {
                var lengths = reader.lengths();
                var payloads = reader.payloads();
                long position = reader.start().position();
                while (lengths.hasRemaining()) {
                    byte[] record = new byte[lengths.getInt()];
                    payloads.get(record);
                    if (position >= from.position()) {
                        found.add(new String(record, StandardCharsets.UTF_8));
                    }
                    position++;
                }
            }
        }
        return found;
    }
}
