package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.disk.MemoryDisk;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A disk that is full, and one that can only be read.
class DiskTroubleTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int CAPACITY = 3 * 1024 * 1024;
    private static final String SLOW_DOWN = "ServiceUnavailableException: Slow down.";
    private static final Set<String> WRITING =
            Set.of(
                    "createDirectories",
                    "create",
                    "open",
                    "write",
                    "force",
                    "truncate",
                    "rename",
                    "delete");

    private final DeliveryStream orders = SampleStreams.stream("orders", 1, MINUTE);
    private final Machine machine = new Machine(1);

    @BeforeEach
    void start() throws IOException {
        machine.start(List.of(orders));
        machine.run();
    }

    @Test
    void aFullDiskRefusesABatchAsAWholeAndSaysWhy() throws IOException {
        String kept = fillTheDisk(orders);
        long end = machine.logs.log(orders.logId()).end().position();
        assertThatThrownBy(() -> machine.put(orders, "x".repeat(100_000), "y", "z"))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(503))
                .hasMessage(SLOW_DOWN);
        assertThat(machine.logs.log(orders.logId()).end().position()).isEqualTo(end);
        assertThat(machine.status(orders).refusal().orElseThrow())
                .startsWith("The disk of /logs is full");
        recover();
        assertThat(machine.delivered(orders)).isEqualTo(kept);
    }

    @Test
    void aFullDiskStillLetsDeliveryNoteItsProgress() throws IOException {
        String kept = fillTheDisk(orders);
        machine.disk.capacity(machine.disk.usedBytes() + 64 * 1024);
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(Duration.ofMinutes(5));
        machine.restart(List.of(orders));
        machine.pass(Duration.ofMinutes(5));
        assertThat(machine.delivered(orders)).isEqualTo(kept);
        assertThat(machine.figures(orders).backlogRecords()).isZero();
        assertThat(machine.disk.usedBytes()).isLessThan(CAPACITY / 2);
    }

    @Test
    void aFullDiskWithoutRoomForACompressedObjectIsEmptiedAllTheSame() throws IOException {
        DeliveryStream gzip =
                SampleStreams.stream("gzip", 1, 1, MINUTE, CompressionFormat.GZIP, "bucket");
        machine.deliveries.created(gzip);
        String kept = fillTheDisk(gzip);
        machine.disk.trouble((call, file) -> {
            if (call.equals("create") && file.toString().contains(Machine.SCRATCH)) {
                throw new IOException("No space left on device");
            }
        });
        recover();
        assertThat(machine.delivered(gzip)).isEqualTo(kept);
    }

    @Test
    void aFullDiskTakesRecordsAgainByItselfWhenThereIsRoom() throws IOException {
        String kept = fillTheDisk(orders);
        machine.disk.capacity(2L * CAPACITY);
        machine.put(orders, "again");
        assertThat(machine.status(orders).refusal()).isEmpty();
        recover();
        assertThat(machine.delivered(orders)).isEqualTo(kept + "again");
    }

    @Test
    void aReadOnlyDiskRefusesRecordsAnswersAndRecoversByItself() throws IOException {
        machine.put(orders, "before");
        failWrites(machine.disk);
        assertThatThrownBy(() -> machine.put(orders, "x", "y")).hasMessage(SLOW_DOWN);
        machine.pass(Duration.ofHours(1));
        StreamStatus status = machine.status(orders);
        assertThat(status.backlogRecords()).isEqualTo(1);
        assertThat(status.refusal().orElseThrow()).contains("Read-only file system");
        assertThat(status.lastError().orElseThrow().message()).contains("Read-only file system");
        assertThat(machine.sink.objects()).isEmpty();

        machine.disk.trouble((call, file) -> {});
        machine.put(orders, "after");
        machine.pass(Duration.ofMinutes(5));
        assertThat(machine.delivered(orders)).isEqualTo("beforeafter");
        assertThat(machine.status(orders).refusal()).isEmpty();
        assertThat(machine.status(orders).failures()).isZero();
    }

    /// What was put may not be put again when the note of it could not be written.
    @Test
    void aDiskThatBecomesReadOnlyDuringAPutLeavesTheObjectThereOnce() throws IOException {
        machine.put(orders, "a");
        machine.sink.trouble(
                new MemorySink.Trouble() {
                    @Override
                    public void before(Draft draft) {}

                    @Override
                    public void after(Draft draft) {
                        failWrites(machine.disk);
                    }
                });
        machine.pass(Duration.ofHours(1));
        assertThat(machine.delivered(orders)).isEqualTo("a");
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.kill();
        machine.start(List.of(orders));
        machine.put(orders, "b");
        machine.pass(Duration.ofMinutes(5));
        assertThat(machine.delivered(orders)).isEqualTo("ab");
        assertThat(machine.sink.objects()).hasSize(2);
    }

    private static void failWrites(MemoryDisk disk) {
        disk.trouble((call, file) -> {
            if (WRITING.contains(call)) {
                throw new IOException("Read-only file system: " + file);
            }
        });
    }

    /// Puts records until one is refused, while the destination refuses all, and returns them.
    private String fillTheDisk(DeliveryStream stream) {
        machine.disk.capacity(CAPACITY);
        machine.sink.trouble(
                new MemorySink.Trouble() {
                    @Override
                    public void before(Draft draft) throws IOException {
                        throw new ObjectSinkException("S3.NoSuchBucket", "refused");
                    }

                    @Override
                    public void after(Draft draft) {}
                });
        StringBuilder kept = new StringBuilder();
        while (true) {
            String record = "%03d".formatted(kept.length() / 100_000) + "x".repeat(99_997);
            try {
                machine.put(stream, record);
            } catch (ServiceException e) {
                assertThat(kept.length()).isGreaterThan(CAPACITY / 2);
                return kept.toString();
            }
            kept.append(record);
            machine.run();
        }
    }

    private void recover() {
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(Duration.ofMinutes(10));
    }
}
