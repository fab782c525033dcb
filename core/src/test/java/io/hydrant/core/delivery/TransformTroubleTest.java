package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.sigv4.Sha256;
import io.hydrant.core.delivery.MemorySink.StoredObject;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What comes in between, and goes wrong, while records are transformed.
class TransformTroubleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String LOG = "log-of-orders";
    private static final int MB = 1024 * 1024;

    private final DeliveryStream orders = stream(1, true);
    private final ScriptedTransform scripted = new ScriptedTransform();
    private Machine machine = started(new Machine(1));

    private static DeliveryStream stream(int version, boolean transforms) {
        return SampleStreams.stream(
                "orders",
                LOG,
                version,
                1,
                MINUTE,
                CompressionFormat.UNCOMPRESSED,
                "bucket",
                List.of(),
                transforms ? Optional.of("errors/") : Optional.empty());
    }

    private Machine started(Machine wanted) {
        wanted.transformed = scripted;
        try {
            wanted.start(List.of(orders));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        wanted.run();
        return wanted;
    }

    /// By partition, one after the other.
    private Map<String, String> delivered() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (StoredObject object : machine.sink.objectsOf(ProcessedLog.idOf(LOG))) {
            String text = new String(object.payload(), StandardCharsets.UTF_8);
            texts.merge(object.metadata().partition(), text, String::concat);
        }
        return texts;
    }

    /// A record of which as many are made as an object takes.
    private String fillingAnObject() {
        String text = "many " + "x".repeat(85);
        scripted.many = (MB + text.length()) / (text.length() + 1);
        return text;
    }

    @Test
    void aFailureThatLeftNothingToTryAgainDoesNotEndTheStream() throws IOException {
        String filling = fillingAnObject();
        scripted.failsAtTheEnd = true;
        machine.put(orders, filling);
        machine.pass(MINUTE);
        scripted.failsAtTheEnd = false;
        machine.put(orders, "b");
        machine.pass(HOUR);
        assertThat(delivered()).isEqualTo(Map.of("", (filling + ";").repeat(scripted.many) + "b;"));
    }

    @Test
    void aTransformThatBreaksIsAskedAgainAfterPauses() throws IOException {
        scripted.onRecord =
                () -> {
                    throw new IllegalStateException("a bug");
                };
        machine.put(orders, "a");
        machine.pass(MINUTE);
        assertThat(scripted.calls).isBetween(2, 10);
        scripted.onRecord = () -> {};
        machine.pass(HOUR);
        assertThat(delivered()).isEqualTo(Map.of("", "a;"));
        assertThat(machine.status(orders).failures()).isZero();
    }

    @Test
    void whatFailedBeforeAStreamWasTransformedNoMoreIsOver() throws IOException {
        scripted.isDown = true;
        machine.put(orders, "a");
        machine.pass(MINUTE);
        assertThat(machine.status(orders).failures()).isPositive();
        DeliveryStream later = stream(2, false);
        machine.deliveries.updated(later);
        machine.pass(HOUR);
        assertThat(machine.delivered(later)).isEqualTo("a");
        assertThat(machine.status(later).failures()).isZero();
    }

    /// Its frame is whole in the file, and cannot be cut off, while the disk fails; nor is it by
    /// trimming, since what lies before it is not delivered.
    @Test
    void aSpanThatCouldNotBeKeptIsNotFoundAfterItsRecordsWentAnotherWay() throws IOException {
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        machine.put(orders, "first");
        machine.pass(HOUR);
        machine.troubleDisk((call, file) -> {
            boolean isSegment = file.toString().matches(".*\\.processed/.*\\.log");
            if (isSegment && (call.equals("wrote") || call.equals("truncate"))) {
                throw new IOException("Input/output error: " + call);
            }
        });
        machine.put(orders, "a");
        machine.pass(SECOND.multipliedBy(11));
        machine.troubleDisk((call, file) -> {});
        DeliveryStream later = stream(2, false);
        machine.deliveries.updated(later);
        machine.pass(HOUR);
        machine.kill();
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.start(List.of(later));
        machine.pass(HOUR);
        assertThat(machine.figures(later).backlogRecords()).isZero();
        assertThat(machine.delivered(later)).isEqualTo("a");
        assertThat(delivered()).isEqualTo(Map.of("", "first;"));
    }

    @Test
    void aSpanThatIsProcessedDoesNotSayThatTheDestinationWorks() {
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        machine.put(orders, "a");
        machine.pass(MINUTE.multipliedBy(20));
        int failures = machine.status(orders).failures();
        assertThat(failures).isGreaterThan(3);
        machine.put(orders, "b");
        machine.pass(SECOND.multipliedBy(11));
        assertThat(scripted.asked).hasSize(2);
        assertThat(machine.status(orders).failures()).isGreaterThanOrEqualTo(failures);
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(HOUR);
        assertThat(machine.status(orders).failures()).isZero();
    }

    @Test
    void figuresAreRightWhileASpanIsUnderWay() {
        String filling = fillingAnObject();
        List<StreamStatus.Figures> seen = new ArrayList<>();
        scripted.onRecord =
                () -> {
                    machine.deliveries.updated(orders);
                    machine.run();
                    seen.add(machine.figures(orders));
                };
        machine.put(orders, filling, filling, filling, filling, filling);
        machine.pass(MINUTE);
        assertThat(seen).hasSize(5);
        assertThat(seen)
                .allSatisfy(figures -> {
                    assertThat(figures.backlogRecords()).isEqualTo(5);
                    assertThat(figures.backlogBytes()).isEqualTo(5L * filling.length());
                    assertThat(figures.deliveredRecords()).isZero();
                });
        assertThat(machine.figures(orders).deliveredRecords()).isEqualTo(5L * scripted.many);
    }

    /// What was not kept of it by then is for the new configuration; and it does not go round in
    /// circles meanwhile.
    @Test
    void aStreamThatIsTransformedNoMoreWaitsForTheEndOfTheSpanThatIsUnderWay() throws IOException {
        DeliveryStream later = stream(2, false);
        String large = "x".repeat(100_000);
        List<Throwable> trouble = new ArrayList<>();
        scripted.onRecord =
                () -> {
                    machine.deliveries.updated(later);
                    assertThat(Thread.interrupted()).as("whoever asks is interrupted").isTrue();
                    for (int i = 0; i < 12; i++) {
                        machine.put(later, large);
                    }
                    try {
                        machine.run();
                    } catch (IllegalStateException e) {
                        trouble.add(e);
                    }
                };
        machine.put(orders, "a");
        machine.pass(HOUR);
        assertThat(trouble).isEmpty();
        assertThat(delivered()).isEmpty();
        assertThat(machine.delivered(later)).isEqualTo("a" + large.repeat(12));
    }

    @Test
    void aStreamThatIsDeletedWhileASpanIsUnderWayTakesBothLogsWithIt() {
        scripted.onRecord =
                () -> {
                    machine.deliveries.deleted(orders);
                    machine.run();
                };
        machine.put(orders, "a", "fail b");
        machine.pass(HOUR);
        assertThat(scripted.calls).isEqualTo(1);
        assertThat(machine.disk.files()).isEmpty();
    }

    @Test
    void whatADeletedStreamHasIsProcessedAndDeliveredWhenThatIsWanted() throws IOException {
        machine = started(new Machine(1, true));
        machine.put(orders, "a", "drop", "fail b", "year=1 c");
        machine.pass(SECOND.multipliedBy(11));
        machine.put(orders, "d", "year=2 e");
        machine.deliveries.deleted(orders);
        machine.run();
        assertThat(delivered())
                .isEqualTo(
                        Map.of(
                                "",
                                "a;d;",
                                "!processing-failed",
                                "fail b",
                                "year=1",
                                "year=1 c;",
                                "year=2",
                                "year=2 e;"));
        assertThat(machine.disk.files()).isEmpty();
    }

    /// What is taken in fills the disk but for what is reserved; before any of it is given back, it
    /// has to be written once more.
    @Test
    void aDiskThatIsFullOfWhatIsToBeProcessedIsEmptied() throws IOException {
        machine = started(new Machine(1, false, new LogSettings(64 * 1024, 128 * 1024, 8 * 1024)));
        machine.disk.capacity(1024 * 1024);
        scripted.isDown = true;
        String text = "x".repeat(1000);
        int taken = 0;
        while (isTaken(text)) {
            taken++;
        }
        assertThat(taken).isGreaterThan(500);
        scripted.isDown = false;
        machine.pass(HOUR.multipliedBy(12));
        assertThat(machine.figures(orders).backlogRecords()).isZero();
        assertThat(delivered()).isEqualTo(Map.of("", (text + ";").repeat(taken)));
        assertThat(isTaken(text)).isTrue();
    }

    private boolean isTaken(String text) {
        try {
            machine.put(orders, text);
            return true;
        } catch (ServiceException e) {
            return false;
        }
    }

    /// It is given up when it is too old since then, and nothing is written down until then.
    @Test
    void whatWasProcessedLateIsAsYoungAsItsProcessing() throws IOException {
        machine.deliveries =
                new Deliveries(
                        machine.logs,
                        new Targets(
                                machine.disk,
                                (role, arn) -> machine.roles.assume(role, arn),
                                machine.sink,
                                machine.clock),
                        stream -> Optional.of(scripted),
                        machine.clock,
                        machine.random,
                        DeliverySettings.DEFAULT.withRetention(HOUR.multipliedBy(6)));
        machine.start(List.of(orders));
        scripted.isDown = true;
        machine.put(orders, "a", "year=1 b");
        machine.pass(HOUR.multipliedBy(7));
        scripted.isDown = false;
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        machine.pass(HOUR);
        int[] written = {0};
        machine.troubleDisk((call, file) -> {
            if (call.equals("write") && file.getFileName().toString().startsWith("checkpoint")) {
                written[0]++;
            }
        });
        machine.pass(HOUR.multipliedBy(4));
        assertThat(written[0]).isZero();
        assertThat(machine.figures(orders).expired()).isEqualTo(Expired.NOTHING);
        machine.pass(HOUR.multipliedBy(2));
        assertThat(machine.figures(orders).expired().records()).isEqualTo(2);
        assertThat(machine.figures(orders).backlogRecords()).isZero();
    }

    @Test
    void partitionsWhoseNamesAreWrittenAlikeAreOne() throws IOException {
        machine.put(orders, "half 0", "half 1", "half 0 again");
        machine.pass(HOUR);
        assertThat(delivered()).isEqualTo(Map.of("half ?", "half 0;half 1;half 0 again;"));
    }

    @Test
    void aPartitionsNameMayBeLong() throws IOException {
        String name = "year=" + "ñ".repeat(20_000);
        machine.put(orders, name + " a");
        machine.pass(HOUR);
        String told = "#" + Sha256.hex(name.getBytes(StandardCharsets.UTF_8));
        assertThat(delivered()).isEqualTo(Map.of(told, name + " a;"));
    }

    /// Whatever bit of it: each partition is read by itself, and so is checked by itself.
    @Test
    void damageOfWhatWasProcessedIsNeverDelivered() throws IOException {
        Map<String, String> right = Map.of("", "b;", "year=1", "year=1 a;", "year=2", "year=2 c;");
        int length = processedAndDamaged(-1);
        assertThat(delivered()).isEqualTo(right);
        int stopped = 0;
        for (int at = 0; at < length; at++) {
            processedAndDamaged(at);
            Map<String, String> found = delivered();
            assertThat(right.entrySet()).as("byte %d", at).containsAll(found.entrySet());
            if (!found.equals(right)) {
                StreamStatus status = machine.status(orders);
                assertThat(status.stopped()).as("byte %d", at).isPresent();
                stopped++;
            }
        }
        assertThat(stopped).as("of %d bytes", length).isGreaterThan(length * 3 / 4);
    }

    /// Records are processed and then delivered, after a start, from files of which this byte was
    /// turned around; -1 leaves all as it was.
    ///
    /// @return how many bytes there are
    private int processedAndDamaged(int at) throws IOException {
        machine = started(new Machine(7));
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        machine.put(orders, "year=1 a", "b", "year=2 c");
        machine.pass(SECOND.multipliedBy(11));
        machine.kill();
        Path folder = Machine.ROOT.resolve(ProcessedLog.idOf(LOG));
        Path segment =
                machine.disk.list(folder).stream()
                        .filter(name -> name.toString().endsWith(".log"))
                        .map(folder::resolve)
                        .findFirst()
                        .orElseThrow();
        int length;
        try (DiskFile file = machine.disk.open(segment)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.length());
            file.read(bytes, 0);
            length = new String(bytes.array(), StandardCharsets.ISO_8859_1).lastIndexOf(';') + 1;
            if (at >= 0) {
                byte[] damaged = {(byte) (bytes.get(at) ^ 4)};
                file.write(ByteBuffer.wrap(damaged), at);
            }
        }
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.start(List.of(orders));
        machine.run();
        machine.pass(HOUR);
        return length;
    }

    /// A partition is ahead of another, and after the start nothing can be written down.
    @Test
    void figuresAreRightAfterAStartWhenNothingCanBeWritten() throws IOException {
        machine.put(orders, "open");
        machine.pass(SECOND.multipliedBy(11));
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        for (int i = 0; i < 11; i++) {
            machine.put(orders, "year=1 " + "x".repeat(100_000));
        }
        machine.pass(SECOND.multipliedBy(11));
        assertThat(machine.figures(orders).deliveredRecords()).isZero();
        assertThat(machine.figures(orders).backlogRecords()).isEqualTo(12);
        machine.kill();
        machine.clock.advance(HOUR);
        machine.start(List.of(orders));
        machine.troubleDisk((call, file) -> {
            if (call.equals("write")) {
                throw new IOException("read-only");
            }
        });
        machine.run();
        assertThat(machine.figures(orders).deliveredRecords()).isZero();
        assertThat(machine.figures(orders).backlogRecords()).isEqualTo(12);
    }

    /// Headers hold no line breaks.
    @Test
    void aPartitionsNameIsToldOfAnObjectWhateverIsInIt() {
        String name = "a b=ñ/\r\n%";
        ObjectMetadata metadata = new ObjectMetadata("s", "log", 0, 5, 2, CutReason.AGE, name);
        assertThat(metadata.toMap().get("hydrant-partition")).matches("[!-~]+");
        assertThat(ObjectMetadata.read(metadata.toMap())).contains(metadata);
    }
}
