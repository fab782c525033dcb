package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.MemorySink.StoredObject;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.BackupLog;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A stream whose source records are put in a second bucket as well, each once, whatever becomes of
/// its destination.
class S3BackupTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration FIVE_MINUTES = Duration.ofSeconds(300);

    private final DeliveryStream plain =
            SampleStreams.stream(
                    "orders",
                    "log-of-orders",
                    1,
                    1,
                    MINUTE,
                    CompressionFormat.UNCOMPRESSED,
                    "bucket",
                    List.of("AppendDelimiterToRecord"));
    private final DeliveryStream orders =
            SampleStreams.backedUp(plain, 1, FIVE_MINUTES, CompressionFormat.GZIP, "vault");
    private final Path folder = Machine.ROOT.resolve(orders.logId());
    private final Machine machine = new Machine(1);
    private final Set<String> absent = new HashSet<>();

    @Test
    void theBackupHasTheRecordsAsTheyCameByItsOwnSettings() throws IOException {
        start(orders);
        machine.put(orders, "a", "b");
        machine.pass(Duration.ofSeconds(90));
        machine.put(orders, "c");
        machine.pass(FIVE_MINUTES);

        assertThat(machine.delivered(orders)).isEqualTo("a\nb\nc\n");
        assertThat(machine.sink.objectsOf(orders.logId())).hasSize(2);
        StoredObject backup = backups().getFirst();
        assertThat(backups()).hasSize(1);
        assertThat(new String(backup.payload(), StandardCharsets.UTF_8)).isEqualTo("abc");
        assertThat(backup.draft().bucket()).isEqualTo("vault");
        assertThat(backup.draft().contentEncoding()).contains("gzip");
        assertThat(backup.draft().key())
                .startsWith("source/2026/11/22/10/orders-1-2026-11-22-10-59-58-")
                .endsWith(".gz");
        assertThat(backup.metadata())
                .isEqualTo(
                        new ObjectMetadata(
                                "orders", "log-of-orders.backup", 0, 2, 3, CutReason.AGE));
    }

    @Test
    void eachIsPutWithItsOwnRole() throws IOException {
        Set<String> assumed = new HashSet<>();
        machine.roles =
                (role, stream) -> {
                    assumed.add(role);
                    if (role.endsWith("/backup")) {
                        throw new AssumeRoleDenied("the trust policy does not let you");
                    }
                    return new Principal.Root("123456789012");
                };
        start(orders);
        machine.put(orders, "a");
        machine.pass(FIVE_MINUTES);
        assertThat(assumed)
                .containsExactlyInAnyOrder(
                        "arn:aws:iam::123456789012:role/delivery",
                        "arn:aws:iam::123456789012:role/backup");
        assertThat(machine.delivered(orders)).isEqualTo("a\n");
        assertThat(backups()).isEmpty();
        assertThat(backupStatus().lastError().orElseThrow().code()).isEqualTo("S3.AccessDenied");
    }

    @Test
    void aBackupThatFailsKeepsNoObjectOfTheDestinationWaiting() throws IOException {
        start(orders);
        absent.add("vault");
        for (int i = 0; i < 10; i++) {
            machine.put(orders, "x".repeat(200_000));
            machine.pass(MINUTE);
            assertThat(machine.sink.objectsOf(orders.logId())).hasSize(i + 1);
        }
        StreamStatus status = machine.status(orders);
        assertThat(status.failures()).isZero();
        assertThat(status.lastError()).isEmpty();
        assertThat(status.backlogRecords()).isZero();
        assertThat(backupStatus().failures()).isPositive();
        assertThat(backupStatus().lastError().orElseThrow().message()).contains("does not exist");
        assertThat(backupStatus().lastError().orElseThrow().bucket()).isEqualTo("vault");
        assertThat(backupStatus().figures().orElseThrow().backlogRecords()).isEqualTo(10);
        assertThat(machine.disk.usedBytes())
                .as("records wait for the backup")
                .isGreaterThan(2_000_000);

        absent.clear();
        machine.pass(Duration.ofMinutes(10));
        assertThat(backupText()).hasSize(10 * 200_000);
        assertThat(backupStatus().failures()).isZero();
        assertThat(machine.disk.usedBytes()).isLessThan(400_000);
    }

    @Test
    void aDestinationThatFailsKeepsNoObjectOfTheBackupWaiting() throws IOException {
        start(orders);
        absent.add("bucket");
        machine.put(orders, "a");
        machine.pass(Duration.ofMinutes(20));
        machine.put(orders, "b");
        machine.pass(FIVE_MINUTES);
        assertThat(backupText()).isEqualTo("ab");
        assertThat(backups()).hasSize(2);
        assertThat(backupStatus().failures()).isZero();
        assertThat(backupStatus().figures().orElseThrow().backlogRecords()).isZero();
        assertThat(machine.status(orders).failures()).isPositive();
        assertThat(machine.status(orders).backlogRecords()).isEqualTo(2);

        absent.clear();
        machine.pass(Duration.ofMinutes(5));
        assertThat(machine.delivered(orders)).isEqualTo("a\nb\n");
        assertThat(machine.status(orders).lastDelivery().orElseThrow().bucket())
                .isEqualTo("bucket");
        assertThat(backupStatus().lastDelivery().orElseThrow().bucket()).isEqualTo("vault");
    }

    /// As often as if there were nothing else: what the destination takes says nothing about it.
    @Test
    void aBackupIsTriedAgainByItsOwnPauses() throws IOException {
        start(orders);
        absent.add("vault");
        machine.put(orders, "a");
        machine.pass(FIVE_MINUTES);
        machine.pass(Duration.ofMinutes(10));
        int before = backupStatus().failures();
        for (int i = 0; i < 60; i++) {
            machine.put(orders, "b");
            machine.deliveries.flush(orders);
            machine.pass(Duration.ofSeconds(10));
        }
        assertThat(machine.sink.objectsOf(orders.logId())).hasSize(61);
        assertThat(backupStatus().failures() - before).isBetween(4, 12);
    }

    @Test
    void aBackupThatIsSwitchedOnBeginsWithWhatIsInNoObjectYet() throws IOException {
        start(plain);
        machine.put(plain, "a");
        machine.pass(MINUTE);
        machine.put(plain, "b");
        machine.deliveries.updated(orders);
        machine.run();
        machine.restart(List.of(orders));
        machine.put(orders, "c");
        machine.pass(FIVE_MINUTES);
        assertThat(backupText()).isEqualTo("bc");
        assertThat(backups().getFirst().metadata().firstPosition()).isEqualTo(1);
        assertThat(machine.delivered(orders)).isEqualTo("a\nb\nc\n");
        StreamStatus.Figures figures = backupStatus().figures().orElseThrow();
        assertThat(figures.from()).isEqualTo(1);
        assertThat(figures.deliveredRecords()).isEqualTo(2);
        assertThat(figures.deliveredObjects()).isEqualTo(1);
    }

    @Test
    void bothMayUseTheSameBucketAndPrefix() throws IOException {
        DeliveryStream same =
                SampleStreams.backedUp(plain, 1, MINUTE, CompressionFormat.UNCOMPRESSED, "bucket");
        start(same);
        machine.put(same, "a", "b");
        machine.pass(MINUTE);
        machine.restart(List.of(same));
        machine.put(same, "c");
        machine.pass(MINUTE);
        assertThat(machine.delivered(same)).isEqualTo("a\nb\nc\n");
        assertThat(backupText()).isEqualTo("abc");
        assertThat(machine.sink.objects()).hasSize(4);
    }

    /// Both encode objects that begin with the same record into files beside the log.
    @Test
    void bothMayCompressTheSameRecordsAtOnce() throws IOException {
        DeliveryStream packed =
                SampleStreams.backedUp(
                        SampleStreams.stream("orders", 1, 1, MINUTE, CompressionFormat.GZIP, "b"),
                        1,
                        MINUTE,
                        CompressionFormat.SNAPPY,
                        "vault");
        start(packed);
        machine.put(packed, "a".repeat(1000), "b");
        machine.pass(MINUTE);
        assertThat(machine.sink.objects()).hasSize(2);
        assertThat(machine.disk.files().keySet().toString()).doesNotContain(Machine.SCRATCH);
    }

    @Test
    void aDeletedStreamIsDeliveredToBothWhenThatIsWanted() throws IOException {
        Machine flushing = new Machine(1, true);
        flushing.start(List.of(orders));
        flushing.put(orders, "a", "b");
        flushing.run();
        flushing.sink.trouble(absence(Set.of("vault")));
        flushing.deliveries.deleted(orders);
        flushing.run();
        assertThat(flushing.delivered(orders)).isEqualTo("a\nb\n");
        assertThat(flushing.logs.stored()).as("the backup waits").isNotEmpty();
        flushing.sink.trouble(MemorySink.Trouble.NONE);
        flushing.pass(FIVE_MINUTES);
        assertThat(flushing.sink.objectsOf(BackupLog.idOf(orders.logId()))).hasSize(1);
        assertThat(flushing.logs.stored()).isEmpty();
    }

    @Test
    void aFlushIsForBoth() throws IOException {
        start(orders);
        machine.put(orders, "a");
        machine.deliveries.flush(orders);
        machine.run();
        assertThat(machine.delivered(orders)).isEqualTo("a\n");
        assertThat(backupText()).isEqualTo("a");
    }

    @Test
    void anUpdateOfTheBackupAppliesToWhatWasRefused() throws IOException {
        start(orders);
        absent.add("vault");
        machine.put(orders, "a");
        machine.pass(FIVE_MINUTES);
        DeliveryStream elsewhere =
                SampleStreams.backedUp(
                        plain, 1, MINUTE, CompressionFormat.UNCOMPRESSED, "elsewhere");
        machine.deliveries.updated(changed(elsewhere));
        machine.run();
        StoredObject backup = backups().getFirst();
        assertThat(backup.draft().bucket()).isEqualTo("elsewhere");
        assertThat(backup.draft().key()).startsWith("source/").contains("orders-2-2026");
        assertThat(backup.bytes()).hasSize(1);
    }

    /// It would begin anew, and what came meanwhile would be in no backup.
    @Test
    void aCheckpointOfTheBackupThatIsMissingStopsTheStream() throws IOException {
        start(orders);
        machine.put(orders, "a");
        machine.pass(MINUTE);
        machine.losePower();
        for (Path name : machine.disk.list(folder)) {
            if (name.toString().startsWith("backup-checkpoint")) {
                machine.disk.delete(folder.resolve(name));
            }
        }
        machine.start(List.of(orders));
        machine.run();
        StreamStatus status = machine.status(orders);
        assertThat(status.stopped().orElseThrow()).contains("backup-checkpoint", "no file");
        assertThat(backupStatus().figures()).isEmpty();
    }

    /// What failed for too long is given up of the one whose destination failed.
    @Test
    void eachGivesUpByItself() throws IOException {
        Machine forgetful = new Machine(1);
        Deliveries deliveries =
                new Deliveries(
                        forgetful.logs,
                        new Targets(
                                forgetful.disk, forgetful.roles, forgetful.sink, forgetful.clock),
                        Transforms.NONE,
                        forgetful.clock,
                        forgetful.random,
                        DeliverySettings.DEFAULT.withRetention(Duration.ofHours(1)));
        forgetful.deliveries = deliveries;
        forgetful.start(List.of(orders));
        forgetful.sink.trouble(absence(Set.of("vault")));
        forgetful.put(orders, "old");
        forgetful.pass(Duration.ofHours(3));
        StreamStatus status = forgetful.status(orders);
        assertThat(status.figures().orElseThrow().expired()).isEqualTo(Expired.NOTHING);
        Expired expired = status.backup().orElseThrow().figures().orElseThrow().expired();
        assertThat(expired.records()).isEqualTo(1);
        forgetful.sink.trouble(MemorySink.Trouble.NONE);
        forgetful.put(orders, "new");
        forgetful.pass(FIVE_MINUTES);
        assertThat(forgetful.delivered(orders)).isEqualTo("old\nnew\n");
        assertThat(forgetful.sink.objectsOf(BackupLog.idOf(orders.logId())))
                .singleElement()
                .satisfies(object -> assertThat(object.metadata().firstPosition()).isEqualTo(1));
    }

    private void start(DeliveryStream stream) throws IOException {
        machine.sink.trouble(absence(absent));
        machine.start(List.of(stream));
        machine.run();
    }

    private static MemorySink.Trouble absence(Set<String> buckets) {
        return new MemorySink.Trouble() {
            @Override
            public void before(Draft draft) throws IOException {
                if (buckets.contains(draft.bucket())) {
                    throw new ObjectSinkException(ErrorCode.NO_SUCH_BUCKET.code(), draft.bucket());
                }
            }

            @Override
            public void after(Draft draft) {}
        };
    }

    private List<StoredObject> backups() {
        return machine.sink.objectsOf(BackupLog.idOf(orders.logId()));
    }

    private String backupText() throws IOException {
        StringBuilder text = new StringBuilder();
        for (StoredObject object : backups()) {
            text.append(new String(object.payload(), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private StreamStatus.Backup backupStatus() {
        return machine.status(orders).backup().orElseThrow();
    }

    /// With the next version.
    private static DeliveryStream changed(DeliveryStream stream) {
        return new DeliveryStream(
                stream.name(),
                stream.arn(),
                stream.logId(),
                stream.status(),
                stream.version() + 1,
                stream.created(),
                stream.lastUpdated(),
                stream.source(),
                stream.destination(),
                stream.tags());
    }
}
