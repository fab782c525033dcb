package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.delivery.MemorySink.StoredObject;
import io.hydrant.core.delivery.StreamStatus.DeliveredObject;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final int MIB = 1024 * 1024;

    private final DeliveryStream orders = SampleStreams.stream("orders", 1, MINUTE);
    private final Machine machine = new Machine(1);

    @BeforeEach
    void start() throws IOException {
        machine.start(List.of(orders));
        machine.run();
    }

    @Test
    void recordsOfAMinuteBecomeOneObjectNamedAfterTheFirst() throws IOException {
        machine.put(orders, "a", "b");
        machine.pass(Duration.ofSeconds(30));
        machine.put(orders, "c");
        machine.pass(Duration.ofSeconds(29));
        assertThat(machine.sink.objects()).isEmpty();

        machine.pass(Duration.ofSeconds(1));

        StoredObject object = onlyObject();
        assertThat(object.draft().key()).startsWith("2026/11/22/10/orders-1-2026-11-22-10-59-58-");
        assertThat(object.draft().contentType()).isEqualTo("application/octet-stream");
        assertThat(object.draft().contentEncoding()).isEmpty();
        assertThat(new String(object.bytes(), StandardCharsets.UTF_8)).isEqualTo("abc");
        assertThat(object.metadata())
                .isEqualTo(new ObjectMetadata("orders", orders.logId(), 0, 2, 3, CutReason.AGE));
    }

    @Test
    void anIdleStreamWritesNothing() {
        machine.pass(Duration.ofHours(5));
        assertThat(machine.sink.objects()).isEmpty();
    }

    @Test
    void theNextObjectBeginsWhenItsFirstRecordArrives() {
        machine.put(orders, "a");
        machine.pass(Duration.ofSeconds(100));
        machine.put(orders, "b");
        machine.pass(Duration.ofSeconds(59));
        assertThat(machine.sink.objects()).hasSize(1);
        machine.pass(Duration.ofSeconds(1));
        assertThat(machine.sink.objects()).hasSize(2);
    }

    @Test
    void theRecordThatReachesTheSizeEndsTheObject() throws IOException {
        String big = "x".repeat(400 * 1024);
        machine.put(orders, big, big, big, "next");
        machine.run();

        StoredObject first = onlyObject();
        assertThat(first.bytes()).hasSize(3 * 400 * 1024);
        assertThat(first.metadata().reason()).isEqualTo(CutReason.SIZE);

        machine.pass(MINUTE);
        assertThat(machine.delivered(orders).equals(big + big + big + "next")).isTrue();
        assertThat(machine.sink.objectsOf(orders.logId()).getLast().metadata().firstPosition())
                .isEqualTo(3);
    }

    @Test
    void exactlyTheSizeHintEndsTheObjectAndOneByteLessDoesNot() {
        machine.put(orders, "x".repeat(MIB - 1 - 500_000), "y".repeat(500_000));
        machine.run();
        assertThat(machine.sink.objects()).isEmpty();
        machine.put(orders, "z");
        machine.run();
        assertThat(onlyObject().bytes()).hasSize(MIB);
    }

    @Test
    void anIntervalOfZeroDeliversWithinASecond() throws IOException {
        DeliveryStream hasty = SampleStreams.stream("hasty", 1, Duration.ZERO);
        machine.deliveries.created(hasty);
        machine.put(hasty, "now");
        machine.pass(Duration.ofSeconds(1));
        assertThat(machine.delivered(hasty)).isEqualTo("now");
    }

    @Test
    void aFlushDeliversAtOnceAndOnlyWhatIsThere() throws IOException {
        machine.put(orders, "a");
        machine.deliveries.flush(orders);
        machine.run();
        assertThat(onlyObject().metadata().reason()).isEqualTo(CutReason.FLUSH);
        machine.put(orders, "b");
        machine.run();
        assertThat(machine.delivered(orders)).isEqualTo("a");
    }

    @Test
    void compressedObjectsHaveTheirExactLengthAndLeaveNoFileBehind() throws IOException {
        DeliveryStream gzip =
                SampleStreams.stream("gzip", 1, 1, MINUTE, CompressionFormat.GZIP, "bucket");
        machine.deliveries.created(gzip);
        machine.put(gzip, "x".repeat(100_000), "y");
        machine.pass(MINUTE);
        StoredObject object = onlyObject();
        assertThat(object.draft().contentEncoding()).contains("gzip");
        assertThat(object.draft().key()).endsWith(".gz");
        assertThat(object.bytes()).hasSizeLessThan(1000);
        assertThat(new String(object.payload(), StandardCharsets.UTF_8))
                .isEqualTo("x".repeat(100_000) + "y");
        assertThat(machine.disk.list(Machine.ROOT.resolve(gzip.logId())))
                .noneMatch(name -> name.toString().startsWith(Machine.SCRATCH));
    }

    @Test
    void anEncodedFileThatCouldNotBeRemovedGoesWhenTheFormatIsAnother() throws IOException {
        machine.deliveries.updated(
                SampleStreams.stream("orders", 2, 1, MINUTE, CompressionFormat.GZIP, "bucket"));
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        machine.troubleDisk((call, file) -> {
            boolean isSpill = file.toString().contains(Machine.SCRATCH);
            if (isSpill && call.equals("delete") && machine.disk.files().containsKey(file)) {
                throw new IOException("Input/output error");
            }
        });
        machine.put(orders, "a");
        machine.pass(MINUTE);
        machine.troubleDisk((call, file) -> {});
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.deliveries.updated(
                SampleStreams.stream(
                        "orders", 3, 1, MINUTE, CompressionFormat.UNCOMPRESSED, "bucket"));
        machine.run();
        assertThat(machine.delivered(orders)).isEqualTo("a");
        assertThat(machine.disk.files().keySet())
                .noneMatch(file -> file.toString().contains(Machine.SCRATCH));
    }

    @Test
    void diskThatCouldNotBeGivenBackIsGivenBackWhenThatWorks() throws IOException {
        machine.troubleDisk((call, file) -> {
            if (call.equals("delete") && machine.disk.files().containsKey(file)) {
                throw new IOException("Input/output error");
            }
        });
        machine.put(orders, "x".repeat(MIB));
        machine.run();
        assertThat(machine.sink.objects()).hasSize(1);
        assertThat(machine.disk.usedBytes()).isGreaterThan(MIB);
        machine.troubleDisk((call, file) -> {});
        machine.pass(MINUTE);
        assertThat(machine.disk.usedBytes()).isLessThan(4_000);
    }

    @Test
    void aBufferOutlivesARestartAndKeepsItsAge() throws IOException {
        machine.put(orders, "a");
        machine.pass(Duration.ofSeconds(40));
        machine.restart(List.of(orders));
        machine.pass(Duration.ofSeconds(19));
        assertThat(machine.sink.objects()).isEmpty();
        machine.pass(Duration.ofSeconds(1));
        assertThat(machine.delivered(orders)).isEqualTo("a");
    }

    @Test
    void anObjectThatWasStoredBeforeTheAnswerWasLostIsNotStoredTwice() throws IOException {
        machine.sink.trouble(failingAfter());
        machine.put(orders, "a");
        machine.pass(MINUTE);
        assertThat(machine.status(orders).lastError().orElseThrow().code())
                .isEqualTo("InternalError");
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.restart(List.of(orders));
        machine.put(orders, "b");
        machine.pass(MINUTE);
        assertThat(machine.sink.objects()).hasSize(2);
        assertThat(machine.delivered(orders)).isEqualTo("ab");
        assertThat(machine.figures(orders).deliveredRecords()).isEqualTo(2);
    }

    @Test
    void aRoleThatMayNotBeAssumedIsAnErrorWithItsReasonAndIsTriedAgain() throws IOException {
        RoleAssumer before = machine.roles;
        machine.roles =
                (role, stream) -> {
                    throw new AssumeRoleDenied("The trust policy does not let Firehose in.");
                };
        machine.put(orders, "a");
        machine.pass(MINUTE);
        DeliveryError error = machine.status(orders).lastError().orElseThrow();
        assertThat(error.code()).isEqualTo("S3.AccessDenied");
        assertThat(error.message())
                .startsWith("Access was denied. Ensure that the trust policy for the provided IAM")
                .endsWith("(The trust policy does not let Firehose in.)");
        machine.roles = before;
        machine.pass(Duration.ofSeconds(5));
        assertThat(machine.delivered(orders)).isEqualTo("a");
        assertThat(machine.status(orders).failures()).isZero();
    }

    @Test
    void aDestinationThatWasDownForADayIsCaughtUpInLargeObjects() throws IOException {
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        StringBuilder expected = new StringBuilder();
        for (int hour = 0; hour < 24; hour++) {
            String record = "%02d".formatted(hour) + "x".repeat(100_000);
            expected.append(record);
            machine.put(orders, record);
            machine.pass(Duration.ofHours(1));
        }
        assertThat(machine.sink.objects()).isEmpty();
        assertThat(machine.figures(orders).backlogRecords()).isEqualTo(24);
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(Duration.ofMinutes(2));
        assertThat(machine.delivered(orders).contentEquals(expected)).isTrue();
        assertThat(machine.sink.objects()).hasSizeLessThan(10);
        assertThat(machine.figures(orders).backlogRecords()).isZero();
    }

    @Test
    void whatHasFallenBehindComesInFewLargeObjectsAndThenTheHintHoldsAgain() throws IOException {
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        machine.put(orders, "first");
        machine.pass(MINUTE);
        String big = "x".repeat(512 * 1024);
        for (int i = 0; i < 40; i++) {
            machine.put(orders, big);
        }
        machine.pass(Duration.ofMinutes(10));
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(Duration.ofMinutes(2));
        List<StoredObject> late = machine.sink.objectsOf(orders.logId());
        assertThat(late).hasSize(2);
        assertThat(late.getLast().bytes()).hasSize(20 * MIB);
        assertThat(late.getLast().metadata().reason()).isEqualTo(CutReason.SIZE);

        for (int i = 0; i < 4; i++) {
            machine.put(orders, big);
        }
        machine.run();
        assertThat(machine.sink.objectsOf(orders.logId())).hasSize(4);
    }

    /// Of a minute's outage nothing is to be seen in the objects.
    @Test
    void whatIsALittleLateIsCutAsHinted() throws IOException {
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        machine.put(orders, "first");
        machine.pass(MINUTE);
        for (int i = 0; i < 8; i++) {
            machine.put(orders, "x".repeat(512 * 1024));
        }
        machine.pass(Duration.ofSeconds(30));
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(Duration.ofSeconds(80));
        assertThat(machine.sink.objectsOf(orders.logId())).hasSize(5);
    }

    @Test
    void retriesSlowDownToTwoMinutes() {
        List<Instant> attempts = new ArrayList<>();
        machine.sink.trouble(
                new MemorySink.Trouble() {
                    @Override
                    public void before(Draft draft) throws IOException {
                        attempts.add(machine.clock.instant());
                        throw new IOException("down");
                    }

                    @Override
                    public void after(Draft draft) {}
                });
        machine.put(orders, "a");
        machine.pass(Duration.ofMinutes(61));
        Duration first = Duration.between(attempts.get(0), attempts.get(1));
        Duration last = Duration.between(attempts.get(attempts.size() - 2), attempts.getLast());
        assertThat(first).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(last).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    @Test
    void anUpdateOfTheDestinationAppliesToWhatWasRefusedAndIsTriedAtOnce() throws IOException {
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        machine.put(orders, "a");
        machine.pass(Duration.ofMinutes(30));
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.deliveries.updated(
                SampleStreams.stream(
                        "orders", 2, 1, MINUTE, CompressionFormat.UNCOMPRESSED, "other"));
        machine.run();
        assertThat(onlyObject().draft().bucket()).isEqualTo("other");
        assertThat(onlyObject().draft().key()).contains("/orders-2-");
    }

    @Test
    void anObjectThatMayBeStoredKeepsItsNameWhateverIsUpdated() throws IOException {
        machine.sink.trouble(failingAfter());
        machine.put(orders, "a");
        machine.pass(MINUTE);
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.deliveries.updated(
                SampleStreams.stream(
                        "orders", 2, 1, MINUTE, CompressionFormat.UNCOMPRESSED, "other"));
        machine.run();
        assertThat(onlyObject().draft().bucket()).isEqualTo("bucket");
    }

    @Test
    void anIntervalThatIsShortenedCountsForWhatIsBuffered() throws IOException {
        machine.put(orders, "a");
        machine.pass(Duration.ofSeconds(20));
        machine.deliveries.updated(SampleStreams.stream("orders", 1, Duration.ofSeconds(10)));
        machine.run();
        assertThat(machine.delivered(orders)).isEqualTo("a");
    }

    @Test
    void aDeletedStreamIsDiscardedWithItsDirectory() throws IOException {
        machine.put(orders, "a");
        machine.run();
        machine.deliveries.deleted(orders);
        machine.run();
        assertThat(machine.disk.list(Machine.ROOT)).isEmpty();
        machine.pass(Duration.ofHours(1));
        assertThat(machine.sink.objects()).isEmpty();
    }

    @Test
    void aDeletedStreamIsDeliveredFirstWhenThatIsWanted() throws IOException {
        Machine careful = new Machine(2, true);
        careful.start(List.of(orders));
        careful.put(orders, "a");
        careful.deliveries.deleted(orders);
        careful.run();
        assertThat(careful.delivered(orders)).isEqualTo("a");
        assertThat(careful.disk.list(Machine.ROOT)).isEmpty();
    }

    @Test
    void whatIsLeftOfADeletedStreamIsRemovedAtTheNextStart() throws IOException {
        machine.put(orders, "a");
        machine.restart(List.of());
        assertThat(machine.disk.list(Machine.ROOT)).isEmpty();
    }

    @Test
    void aDeliveredLogKeepsNoMoreThanASmallSegment() throws IOException {
        for (int i = 0; i < 30; i++) {
            machine.put(orders, "x".repeat(100_000));
            machine.pass(Duration.ofSeconds(10));
        }
        machine.pass(MINUTE);
        assertThat(machine.figures(orders).deliveredRecords()).isEqualTo(30);
        assertThat(machine.disk.usedBytes()).isLessThan(400_000);
    }

    @Test
    void aFullDiskRefusesRecordsAndIsEmptiedByDelivery() throws IOException {
        machine.disk.capacity(3L * MIB);
        StringBuilder expected = new StringBuilder();
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                String record = "%02d".formatted(i) + "x".repeat(100_000);
                                machine.put(orders, record);
                                expected.append(record);
                                machine.run();
                            }
                        })
                .hasMessage("ServiceUnavailableException: Slow down.");
        assertThat(expected.length()).isGreaterThan(2 * MIB);
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(Duration.ofMinutes(5));
        machine.put(orders, "again");
        machine.pass(MINUTE);
        assertThat(machine.delivered(orders).equals(expected + "again")).isTrue();
    }

    @Test
    void theLastDeliveryIsKnownAfterARestart() throws IOException {
        machine.put(orders, "a", "b");
        machine.pass(MINUTE.plusSeconds(1));
        DeliveredObject last = machine.status(orders).lastDelivery().orElseThrow();
        assertThat(last.records()).isEqualTo(2);
        machine.restart(List.of(orders));
        machine.run();
        assertThat(machine.status(orders).lastDelivery()).contains(last);
    }

    @Test
    void whatIsDeliveredAfterAnObjectThatFailsIsNoBacklog() throws IOException {
        machine.sink.trouble(
                new MemorySink.Trouble() {
                    @Override
                    public void before(Draft draft) throws IOException {
                        ObjectMetadata metadata =
                                ObjectMetadata.read(draft.metadata()).orElseThrow();
                        if (metadata.firstPosition() == 0) {
                            throw new IOException("not this one");
                        }
                    }

                    @Override
                    public void after(Draft draft) {}
                });
        machine.put(orders, List.of(new byte[1024 * 1024]));
        machine.put(orders, List.of(new byte[1024 * 1024 - 1], new byte[1]));
        machine.run();
        StreamStatus.Figures figures = machine.figures(orders);
        assertThat(figures.deliveredRecords()).isEqualTo(2);
        assertThat(figures.backlogRecords()).isEqualTo(1);
        assertThat(figures.backlogBytes()).isEqualTo(1024 * 1024);
    }

    @Test
    void aClockThatIsSetBackDoesNotHoldRecordsBack() throws IOException {
        machine.put(orders, "a");
        machine.run();
        machine.clock.advance(Duration.ofHours(-3));
        machine.run();
        assertThat(machine.delivered(orders)).isEqualTo("a");
        machine.put(orders, "b");
        machine.pass(MINUTE);
        assertThat(machine.delivered(orders)).isEqualTo("ab");
    }

    private StoredObject onlyObject() {
        assertThat(machine.sink.objects()).hasSize(1);
        return machine.sink.objects().values().iterator().next();
    }

    private static MemorySink.Trouble failingAfter() {
        return new MemorySink.Trouble() {
            @Override
            public void before(Draft draft) {}

            @Override
            public void after(Draft draft) throws IOException {
                throw new IOException("the connection was lost");
            }
        };
    }
}
