package io.hydrant.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.delivery.MemorySink.StoredObject;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The movement from log to log, and what is delivered of it, case by case; the simulation has what
/// nobody thought of.
class TransformTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String LOG = "log-of-orders";

    private final DeliveryStream orders = stream(1, true);
    private final Machine machine = new Machine(1);
    private final ScriptedTransform scripted = new ScriptedTransform();

    private static DeliveryStream stream(int version, boolean transforms) {
        return SampleStreams.stream(
                "orders",
                LOG,
                version,
                1,
                MINUTE,
                CompressionFormat.GZIP,
                "bucket",
                List.of(),
                transforms ? Optional.of("errors/") : Optional.empty());
    }

    @BeforeEach
    void start() throws IOException {
        machine.transformed = scripted;
        machine.start(List.of(orders));
        machine.run();
    }

    /// By partition, one after the other.
    private Map<String, String> delivered() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (StoredObject object : objects()) {
            String text = new String(object.payload(), StandardCharsets.UTF_8);
            texts.merge(object.metadata().partition(), text, String::concat);
        }
        return texts;
    }

    private List<StoredObject> objects() {
        return machine.sink.objectsOf(ProcessedLog.idOf(LOG));
    }

    @Test
    void eachRecordBecomesWhatTheTransformAnswers() throws IOException {
        machine.put(orders, "a", "drop this", "year=2025 ñandú", "fail one", "b");
        machine.put(orders, "year=2026 x", "year=2025 y", "fail two");
        machine.pass(HOUR);
        assertThat(delivered())
                .containsExactly(
                        Map.entry("", "a;b;"),
                        Map.entry("!processing-failed", "fail onefail two"),
                        Map.entry("year=2025", "year=2025 ñandú;year=2025 y;"),
                        Map.entry("year=2026", "year=2026 x;"));
        StreamStatus.Figures figures = machine.figures(orders);
        assertThat(figures.deliveredRecords()).isEqualTo(7);
        assertThat(figures.deliveredObjects()).isEqualTo(4);
        assertThat(figures.backlogRecords()).isZero();
        assertThat(figures.backlogBytes()).isZero();
        assertThat(scripted.asked.values()).containsOnly(1);
    }

    @Test
    void whatFailsGoesUnderTheErrorPrefixAsItIs() {
        machine.put(orders, "fail", "a");
        machine.pass(HOUR);
        Draft failed = draftOf("!processing-failed");
        assertThat(failed.key()).startsWith("errors/orders-1-").doesNotEndWith(".gz");
        assertThat(failed.contentEncoding()).isEmpty();
        Draft kept = draftOf("");
        assertThat(kept.key()).endsWith(".gz");
        assertThat(kept.contentEncoding()).contains("gzip");
    }

    private Draft draftOf(String partition) {
        return objects().stream()
                .filter(object -> object.metadata().partition().equals(partition))
                .findFirst()
                .orElseThrow()
                .draft();
    }

    /// The server is killed when the frame is on the disk and nothing else knows it.
    @Test
    void aSpanIsAskedForOnceWhateverBecomesOfTheConfiguration() throws IOException {
        for (boolean transformsLater : new boolean[] {true, false}) {
            Machine other = new Machine(1);
            ScriptedTransform asked = new ScriptedTransform();
            other.transformed = asked;
            other.start(List.of(orders));
            other.put(orders, "a", "year=2026 b", "fail c");
            int[] forced = {0}; // First the empty segment, then the frame.
            other.troubleDisk((call, file) -> {
                if (call.equals("forced") && isSegmentOfProcessed(file) && ++forced[0] == 2) {
                    other.disk.cutPower();
                }
            });
            other.pass(MINUTE);
            assertThat(other.disk.hasPower()).isFalse();
            assertThat(asked.asked).hasSize(3);
            other.troubleDisk((call, file) -> {});
            other.kill();
            DeliveryStream later = stream(2, transformsLater);
            other.start(List.of(later));
            other.put(later, "d");
            other.pass(HOUR);
            assertThat(asked.asked.values()).containsOnly(1);
            assertThat(texts(other.sink.objectsOf(ProcessedLog.idOf(LOG))))
                    .contains("a;", "year=2026 b;", "fail c");
            assertThat(texts(other.sink.objectsOf(LOG)))
                    .isEqualTo(transformsLater ? List.of() : List.of("d"));
        }
    }

    private static boolean isSegmentOfProcessed(Path file) {
        return file.toString().contains(".processed/") && file.toString().endsWith(".log");
    }

    private static List<String> texts(List<StoredObject> objects) throws IOException {
        List<String> texts = new ArrayList<>();
        for (StoredObject object : objects) {
            texts.add(new String(object.payload(), StandardCharsets.UTF_8));
        }
        return texts;
    }

    /// Each part is asked for once, also when the server is killed between two of them.
    @Test
    void whatIsMadeOfALargeSpanIsKeptInParts() throws IOException {
        String large = "many " + "x".repeat(85);
        int[] frames = {0};
        machine.troubleDisk((call, file) -> {
            if (call.equals("forced") && isSegmentOfProcessed(file) && ++frames[0] == 4) {
                machine.disk.cutPower();
            }
        });
        machine.put(orders, large, large, large, large, large);
        machine.pass(Duration.ofSeconds(30));
        assertThat(machine.disk.hasPower()).isFalse();
        machine.troubleDisk((call, file) -> {});
        machine.kill();
        machine.start(List.of(orders));
        machine.pass(HOUR);
        assertThat(delivered())
                .isEqualTo(Map.of("", (large + ";").repeat(5 * ScriptedTransform.MANY)));
        assertThat(scripted.asked).hasSize(5);
        assertThat(scripted.asked.values()).as("asked again").contains(1);
    }

    @Test
    void aStreamThatDropsEverythingGivesBackItsDisk() {
        String[] records = new String[500];
        Arrays.fill(records, "drop " + "x".repeat(500));
        for (int i = 0; i < 20; i++) {
            machine.put(orders, records);
            machine.pass(MINUTE);
        }
        assertThat(objects()).isEmpty();
        assertThat(machine.figures(orders).backlogRecords()).isZero();
        long bytes =
                machine.disk.files().entrySet().stream()
                        .filter(file -> file.getKey().toString().endsWith(".log"))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        assertThat(bytes).isLessThan(1024 * 1024);
    }

    @Test
    void aTransformThatDoesNotAnswerIsAskedAgainAndTheStatusSaysSo() throws IOException {
        scripted.isDown = true;
        machine.put(orders, "a", "b");
        machine.pass(MINUTE);
        StreamStatus status = machine.status(orders);
        assertThat(status.failures()).isPositive();
        assertThat(status.lastError().orElseThrow().message())
                .contains("Processing failed: The function does not answer");
        assertThat(status.backlogRecords()).isEqualTo(2);
        scripted.isDown = false;
        machine.pass(HOUR);
        assertThat(delivered()).isEqualTo(Map.of("", "a;b;"));
        assertThat(machine.status(orders).failures()).isZero();
    }

    @Test
    void aFlushWaitsForNeitherBuffer() throws IOException {
        machine.put(orders, "a", "fail b");
        machine.deliveries.flush(orders);
        machine.run();
        assertThat(delivered()).isEqualTo(Map.of("", "a;", "!processing-failed", "fail b"));
    }

    @Test
    void aStreamThatIsDeletedTakesBothLogsWithIt() {
        machine.put(orders, "a");
        machine.pass(Duration.ofSeconds(20));
        assertThat(machine.disk.files().keySet())
                .anyMatch(file -> file.toString().contains(".processed/"));
        machine.deliveries.deleted(orders);
        machine.pass(MINUTE);
        assertThat(machine.disk.files()).isEmpty();
    }

    /// What was made of records ages from then on.
    @Test
    void whatIsTooOldIsGivenUpPartitionByPartition() throws IOException {
        DeliverySettings settings = DeliverySettings.DEFAULT.withRetention(HOUR.multipliedBy(6));
        Target.Choice objects =
                new Targets(
                        machine.disk,
                        (role, arn) -> machine.roles.assume(role, arn),
                        machine.sink,
                        machine.clock);
        machine.deliveries =
                new Deliveries(
                        machine.logs,
                        objects,
                        stream -> Optional.of(scripted),
                        machine.clock,
                        machine.random,
                        settings);
        machine.start(List.of(orders));
        machine.sink.trouble(MemorySink.Trouble.refusing("S3.NoSuchBucket"));
        for (int hour = 0; hour < 9; hour++) {
            machine.put(orders, "year=1 %d".formatted(hour), "%d".formatted(hour));
            machine.pass(HOUR);
        }
        Expired expired = machine.figures(orders).expired();
        assertThat(expired.records()).isBetween(4L, 6L);
        assertThat(machine.figures(orders).backlogRecords()).isEqualTo(18 - expired.records());
        machine.sink.trouble(MemorySink.Trouble.NONE);
        machine.pass(HOUR);
        assertThat(machine.figures(orders).backlogRecords()).isZero();
        assertThat(machine.figures(orders).expired()).isEqualTo(expired);
        assertThat(machine.figures(orders).deliveredRecords()).isEqualTo(18 - expired.records());
        int first = (int) expired.records() / 2;
        StringBuilder years = new StringBuilder();
        StringBuilder others = new StringBuilder();
        for (int hour = first; hour < 9; hour++) {
            years.append("year=1 ").append(hour).append(';');
            others.append(hour).append(';');
        }
        assertThat(delivered())
                .isEqualTo(Map.of("", others.toString(), "year=1", years.toString()));
    }
}
