package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A destination that is down for longer than records are kept.
class RetentionTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofHours(24);

    private final DeliveryStream orders = SampleStreams.stream("orders", 1, MINUTE);
    private final Machine machine = new Machine(1);
    private DeliverySettings settings = DeliverySettings.DEFAULT.withRetention(DAY);

    @BeforeEach
    void start() throws IOException {
        useSettings();
        machine.start(List.of(orders));
        machine.run();
    }

    @Test
    void withoutARetentionTheBacklogIsKeptForAsLongAsItTakes() throws IOException {
        settings = DeliverySettings.DEFAULT;
        restart();
        machine.sink.trouble(refusing());
        putHourly(100);
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(HOUR);
        assertThat(machine.delivered(orders)).isEqualTo(hours(0, 100));
        assertThat(machine.figures(orders).expired()).isEqualTo(Expired.NOTHING);
    }

    @Test
    void whatIsOlderThanTheRetentionIsGivenUpAndTheRestDelivered() throws IOException {
        machine.sink.trouble(refusing());
        Instant first = machine.clock.instant();
        putHourly(30);
        Expired expired = machine.figures(orders).expired();
        assertThat(expired.records()).isEqualTo(6);
        assertThat(expired.bytes()).isEqualTo(6 * 4);
        assertThat(expired.ranges()).containsExactly(new Expired.Range(0, 5, 24, first, false));
        assertThat(machine.figures(orders).backlogRecords()).isEqualTo(24);
        assertThat(machine.figures(orders).deliveredRecords()).isZero();

        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(HOUR);
        assertThat(machine.delivered(orders)).isEqualTo(hours(6, 30));
        assertThat(machine.figures(orders).deliveredRecords()).isEqualTo(24);
        assertThat(machine.figures(orders).expired()).isEqualTo(expired);
        assertThat(verification(30).isSound()).isTrue();
    }

    /// What is left of the attempt has another span than the object that is put then.
    @Test
    void whatAKilledAttemptHadEncodedGoesAlthoughItsRecordsWereGivenUp() throws IOException {
        machine.deliveries.updated(
                SampleStreams.stream("orders", 2, 1, MINUTE, CompressionFormat.GZIP, "bucket"));
        machine.sink.trouble(refusing());
        machine.troubleDisk((call, file) -> {
            if (call.equals("delete") && scratchFiles().contains(file)) {
                throw new IOException("killed before that");
            }
        });
        putHourly(30);
        int expired = (int) machine.figures(orders).expired().records();
        assertThat(expired).isPositive();
        machine.troubleDisk((call, file) -> {});
        assertThat(scratchFiles()).isNotEmpty();
        machine.kill();
        useSettings();
        machine.start(List.of(orders));
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(HOUR);
        assertThat(machine.delivered(orders)).isEqualTo(hours(expired, 30));
        assertThat(scratchFiles()).isEmpty();
    }

    private List<Path> scratchFiles() {
        return machine.disk.files().keySet().stream()
                .filter(file -> file.toString().contains(Machine.SCRATCH))
                .toList();
    }

    @Test
    void nothingIsGivenUpBeforeItIsThatOldAndAllOfItSoonAfter() {
        machine.sink.trouble(refusing());
        machine.put(orders, "a");
        machine.pass(DAY);
        assertThat(machine.figures(orders).expired().records()).isZero();
        machine.pass(Duration.ofMinutes(13));
        assertThat(machine.figures(orders).expired().records()).isEqualTo(1);
        assertThat(machine.figures(orders).backlogRecords()).isZero();
    }

    @Test
    void whatIsGivenUpGivesItsDiskBack() {
        machine.sink.trouble(refusing());
        for (int hour = 0; hour < 60; hour++) {
            machine.put(orders, "x".repeat(200_000));
            machine.pass(HOUR);
        }
        assertThat(machine.figures(orders).expired().records()).isEqualTo(36);
        assertThat(machine.disk.usedBytes()).isLessThan(26 * 200_000 + 300_000);
    }

    @Test
    void itIsToldInTheServersLog() {
        List<String> warnings = new ArrayList<>();
        Handler handler = collecting(warnings);
        Logger log = Logger.getLogger(History.class.getName());
        log.addHandler(handler);
        try {
            machine.sink.trouble(refusing());
            machine.put(orders, "one", "two");
            machine.pass(DAY.plus(HOUR));
        } finally {
            log.removeHandler(handler);
        }
        assertThat(warnings)
                .contains(
                        "Gave up 2 records of orders (6 bytes, positions 0 to 1, the oldest from"
                                + " 2026-11-22T10:59:58Z): older than the retention while the"
                                + " destination failed");
    }

    @Test
    void whatWasGivenUpIsKnownAfterARestart() throws IOException {
        machine.sink.trouble(refusing());
        machine.put(orders, "one", "two");
        machine.pass(DAY.plus(HOUR));
        Expired expired = machine.figures(orders).expired();
        restart();
        assertThat(expired.records()).isEqualTo(2);
        assertThat(machine.figures(orders).expired()).isEqualTo(expired);
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.put(orders, "three");
        machine.pass(HOUR);
        assertThat(machine.delivered(orders)).isEqualTo("three");
        assertThat(verification(3).isSound()).isTrue();
    }

    @Test
    void aBufferThatWaitedForItsIntervalOrForTheServerIsTriedFirst() throws IOException {
        settings = DeliverySettings.DEFAULT.withRetention(MINUTE);
        restart();
        DeliveryStream slow = SampleStreams.stream("slow", 1, Duration.ofSeconds(900));
        machine.deliveries.created(slow);
        machine.put(slow, "slow");
        machine.put(orders, "a");
        machine.losePower();
        machine.clock.advance(DAY.plus(DAY));
        useSettings();
        machine.start(List.of(orders, slow));
        machine.pass(HOUR);
        assertThat(machine.delivered(orders)).isEqualTo("a");
        assertThat(machine.delivered(slow)).isEqualTo("slow");
        assertThat(machine.figures(orders).expired().records()).isZero();
    }

    @Test
    void anObjectThatMayBeStoredIsGivenUpAsOneThatMayBeStored() throws IOException {
        machine.sink.trouble(answerIsLost());
        machine.put(orders, "a", "b");
        machine.pass(MINUTE);
        assertThat(machine.delivered(orders)).isEqualTo("ab");
        machine.sink.trouble(unreachable());
        machine.put(orders, "c");
        machine.pass(DAY.plus(HOUR));
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.put(orders, "d");
        machine.pass(HOUR);

        assertThat(machine.figures(orders).expired().ranges())
                .extracting(Expired.Range::first, Expired.Range::last, Expired.Range::mayBeStored)
                .containsExactly(tuple(0L, 1L, true), tuple(2L, 2L, false));
        assertThat(machine.delivered(orders)).isEqualTo("abd");
        assertThat(verification(4).isSound()).isTrue();
    }

    @Test
    void anObjectWhoseFateACrashHidIsGivenUpAsOneThatMayBeStored() throws IOException {
        machine.sink.trouble(cuttingPowerAfterThePut());
        machine.put(orders, "a");
        machine.pass(MINUTE);
        machine.sink.trouble(denying());
        restart();
        machine.pass(DAY.plus(HOUR));
        assertThat(machine.figures(orders).expired().ranges())
                .extracting(Expired.Range::mayBeStored)
                .containsExactly(true);
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(HOUR);
        assertThat(machine.delivered(orders)).isEqualTo("a");
    }

    @Test
    void anObjectThatMayBeStoredKeepsItsYoungRecordsUntilTheyAreOldToo() {
        machine.sink.trouble(unreachable());
        putHourly(2);
        machine.pass(DAY.minus(HOUR.plus(HOUR)));
        machine.put(orders, "late");
        machine.pass(HOUR);
        Expired before = machine.figures(orders).expired();
        assertThat(before.ranges())
                .allMatch(range -> range.oldestArrival().isBefore(machine.clock.instant()));
        assertThat(before.records() + machine.figures(orders).backlogRecords()).isEqualTo(3);
        assertThat(machine.figures(orders).backlogRecords()).isPositive();
        machine.pass(DAY.plus(DAY));
        assertThat(machine.figures(orders).expired().records()).isEqualTo(3);
    }

    @Test
    void aJumpForwardThatIsCorrectedWithinTenMinutesCostsNothing() throws IOException {
        machine.sink.trouble(refusing());
        machine.put(orders, "a");
        machine.pass(HOUR);
        machine.clock.advance(DAY);
        machine.pass(Duration.ofMinutes(9));
        machine.clock.advance(DAY.negated());
        machine.pass(HOUR);
        assertThat(machine.figures(orders).expired().records()).isZero();
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(HOUR);
        assertThat(machine.delivered(orders)).isEqualTo("a");
    }

    @Test
    void aClockThatIsSetBackOnlyKeepsRecordsLonger() throws IOException {
        machine.sink.trouble(refusing());
        putHourly(3);
        machine.clock.advance(Duration.ofDays(-30));
        putHourly(40);
        assertThat(machine.figures(orders).expired().records()).isZero();
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(HOUR);
        assertThat(machine.delivered(orders)).isEqualTo(hours(0, 3) + hours(0, 40));
    }

    @Test
    void aDestinationThatComesBackInTimeGetsEverything() throws IOException {
        machine.sink.trouble(refusing());
        putHourly(24);
        machine.pass(Duration.ofMinutes(5));
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(HOUR);
        assertThat(machine.delivered(orders)).isEqualTo(hours(0, 24));
        assertThat(machine.figures(orders).expired().records()).isZero();
    }

    @Test
    void aDeletedStreamThatIsToBeFlushedGoesWhenItsRecordsAreGivenUp() throws IOException {
        settings = settings.withFlushOnDelete(true);
        restart();
        machine.sink.trouble(refusing());
        machine.put(orders, "a");
        machine.deliveries.deleted(orders);
        machine.pass(DAY);
        assertThat(machine.disk.list(Machine.ROOT)).isNotEmpty();
        machine.pass(HOUR);
        assertThat(machine.disk.list(Machine.ROOT)).isEmpty();
    }

    /// Whether writing it down takes effect or not, what is there and what is told agree.
    @Test
    void aPowerCutAtAnyCallOfGivingUpLeavesEachRecordDeliveredOrGivenUp() throws IOException {
        for (int calls = 0; calls < 60; calls++) {
            Machine other = new Machine(calls);
            use(other);
            other.start(List.of(orders));
            other.sink.trouble(refusing());
            for (int hour = 0; hour < 24; hour++) {
                other.put(orders, "%03d,".formatted(hour));
                other.pass(HOUR);
            }
            int[] left = {calls};
            other.disk.trouble((call, file) -> {
                if (left[0]-- <= 0) {
                    other.disk.cutPower();
                }
            });
            other.pass(HOUR);
            other.sink.trouble(MemorySink.Trouble.NONE);
            other.losePower();
            use(other);
            other.start(List.of(orders));
            other.pass(HOUR);
            StreamStatus status = other.status(orders);
            assertThat(status.backlogRecords()).isZero();
            assertThat(
                            status.figures().orElseThrow().expired().records()
                                    + status.figures().orElseThrow().deliveredRecords())
                    .isEqualTo(24);
            assertThat(other.delivered(orders))
                    .isEqualTo(hours((int) status.figures().orElseThrow().expired().records(), 24));
        }
    }

    @Test
    void lessThanAMinuteIsRefused() {
        DeliverySettings.DEFAULT.withRetention(MINUTE);
        assertThatThrownBy(() -> DeliverySettings.DEFAULT.withRetention(Duration.ofMillis(59_999)))
                .hasMessageContaining("at least PT1M");
    }

    private void useSettings() {
        use(machine);
    }

    private void use(Machine on) {
        Target.Choice objects =
                new Targets(
                        on.disk,
                        (role, stream) -> on.roles.assume(role, stream),
                        on.sink,
                        on.clock);
        on.deliveries =
                new Deliveries(on.logs, objects, Transforms.NONE, on.clock, on.random, settings);
    }

    private void restart() throws IOException {
        machine.losePower();
        useSettings();
        machine.start(List.of(orders));
        machine.run();
    }

    private void putHourly(int hours) {
        for (int hour = 0; hour < hours; hour++) {
            machine.put(orders, "%03d,".formatted(hour));
            machine.pass(HOUR);
        }
    }

    private static String hours(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int hour = from; hour < to; hour++) {
            text.append("%03d,".formatted(hour));
        }
        return text.toString();
    }

    private LogProof verification(long deliveredThrough) {
        return LogProof.of(
                orders.logId(),
                machine.sink.objectsOf(orders.logId()).stream()
                        .map(stored ->
                                new LogProof.Delivered(stored.draft().key(), stored.metadata()))
                        .toList(),
                deliveredThrough,
                machine.figures(orders).expired());
    }

    private static Handler collecting(List<String> messages) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().equals(Level.WARNING)) {
                    messages.add(entry.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private MemorySink.Trouble cuttingPowerAfterThePut() {
        return new MemorySink.Trouble() {
            @Override
            public void before(Draft draft) {}

            @Override
            public void after(Draft draft) {
                machine.disk.cutPower();
            }
        };
    }

    private static MemorySink.Trouble refusing() {
        return before(() -> {
            throw new ObjectSinkException("S3.NoSuchBucket", "refused");
        });
    }

    /// Unlike a bucket that is gone, it may hold what was put before.
    private static MemorySink.Trouble denying() {
        return before(() -> {
            throw new ObjectSinkException("S3.AccessDenied", "denied");
        });
    }

    /// Nobody knows whether a put took effect that was not answered.
    private static MemorySink.Trouble unreachable() {
        return before(() -> {
            throw new IOException("timed out");
        });
    }

    private static MemorySink.Trouble answerIsLost() {
        return new MemorySink.Trouble() {
            @Override
            public void before(Draft draft) {}

            @Override
            public void after(Draft draft) throws IOException {
                throw new IOException("the connection was lost");
            }
        };
    }

    private interface Failure {
        void happen() throws IOException;
    }

    private static MemorySink.Trouble before(Failure failure) {
        return new MemorySink.Trouble() {
            @Override
            public void before(Draft draft) throws IOException {
                failure.happen();
            }

            @Override
            public void after(Draft draft) {}
        };
    }
}
