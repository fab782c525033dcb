package io.hydrant.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.conversion.plan.PlannedConverter;
import io.hydrant.core.conversion.plan.StreamTables;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.LogSettings;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.memory.Workroom;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.SampleStreams;
import io.hydrant.core.stream.destination.Conversion;
import io.hydrant.core.stream.destination.Deserializer;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.destination.Serializer;
import io.hydrant.core.transform.lambda.Functions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Records that are converted, while their table, their stream and everything else changes.
class ConversionTest {
    private static final Serializer PARQUET =
            new Serializer(
                    Optional.of(
                            new Serializer.Parquet(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())),
                    Optional.empty());
    private static final Serializer ORC =
            new Serializer(
                    Optional.empty(),
                    Optional.of(
                            new Serializer.Orc(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())));
    private static final Deserializer OPENX =
            new Deserializer(
                    Optional.of(
                            new Deserializer.OpenXJson(
                                    Optional.empty(), Optional.empty(), Optional.empty())),
                    Optional.empty());
    private static final String ROLE = "arn:aws:iam::123456789012:role/glue";

    private static QuietLog quiet;

    private final ChangingTable table = new ChangingTable();
    private Machine machine = machine(1);

    @BeforeAll
    static void silence() {
        quiet = new QuietLog(true);
    }

    @AfterAll
    static void listen() {
        quiet.close();
    }

    private Machine machine(long seed) {
        Machine made = new Machine(seed, false, new LogSettings(4096, 0, 2048));
        made.converted =
                new StreamTransforms(
                        Functions.none(),
                        new StreamTables(table, (_, _) -> new Principal.Root("123456789012")),
                        _ -> {},
                        Meters.unread(),
                        made.clock,
                        made.random);
        made.converter = new PlannedConverter(TextColumns::new, Workroom.of(1024 * 1024));
        return made;
    }

    private static DeliveryStream stream(int version, Serializer serializer) {
        DeliveryStream plain =
                SampleStreams.stream(
                        "films",
                        "log-of-films",
                        version,
                        1,
                        Duration.ofSeconds(30),
                        CompressionFormat.UNCOMPRESSED,
                        "bucket",
                        List.of("AppendDelimiterToRecord"),
                        Optional.of("errors/!{firehose:error-output-type}/"));
        ExtendedS3Destination s3 = SampleStreams.s3(plain);
        return SampleStreams.to(
                plain,
                new ExtendedS3Destination(
                        s3.objects(),
                        s3.fileExtension(),
                        s3.customTimeZone(),
                        s3.processing(),
                        Optional.of(
                                new Conversion(
                                        Optional.empty(),
                                        Optional.of(
                                                new Conversion.Schema(
                                                        Optional.of(ROLE),
                                                        Optional.empty(),
                                                        Optional.of("d"),
                                                        Optional.of("films"),
                                                        Optional.empty(),
                                                        Optional.empty())),
                                        Optional.of(new Conversion.Input(Optional.of(OPENX))),
                                        Optional.of(
                                                new Conversion.Output(Optional.of(serializer))))),
                        s3.partitioning(),
                        s3.s3Backup()));
    }

    private List<MemorySink.StoredObject> objects() {
        return machine.sink.objectsOf(ProcessedLog.idOf("log-of-films"));
    }

    @Test
    void whatCanBeReadBecomesRowsAndWhatCannotALine() throws Exception {
        table.has("id", "int", "name", "string");
        DeliveryStream stream = stream(1, PARQUET);
        machine.deliveries.created(stream);
        machine.put(
                stream, "{\"id\":1}", "{\"ID\":2,\"name\":\"x\"}{\"id\":3}", "{\"id\":\"x\"}", "{");
        machine.pass(Duration.ofMinutes(2));

        List<MemorySink.StoredObject> objects = new ArrayList<>(objects());
        objects.sort(Comparator.comparing(object -> object.draft().key()));
        MemorySink.StoredObject rows = objects.getFirst();
        assertThat(new String(rows.bytes(), UTF_8))
                .isEqualTo("PAR [id, name]\n[1, null]\n[2, x]\n[3, null]\nend\n");
        assertThat(rows.draft().key()).endsWith(".parquet");
        assertThat(rows.draft().contentEncoding()).contains("hadoop-snappy");
        assertThat(rows.metadata().records()).isEqualTo(2);
        MemorySink.StoredObject errors = objects.getLast();
        assertThat(errors.draft().key()).startsWith("errors/format-conversion-failed/");
        assertThat(errors.draft().contentEncoding()).isEmpty();
        List<String> lines = new String(errors.bytes(), UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode line = JsonMapper.shared().readTree(lines.getFirst());
        assertThat(line.propertyNames())
                .containsExactly(
                        "attemptsMade",
                        "arrivalTimestamp",
                        "lastErrorCode",
                        "lastErrorMessage",
                        "attemptEndingTimestamp",
                        "rawData",
                        "sequenceNumber",
                        "subSequenceNumber",
                        "dataCatalogTable");
        assertThat(line.path("lastErrorCode").asString())
                .isEqualTo("DataFormatConversion.MalformedData");
        assertThat(line.path("lastErrorMessage").asString())
                .isEqualTo("Data does not match the schema. For input string: \"x\"");
        assertThat(line.path("dataCatalogTable").toString())
                .isEqualTo(
                        "{\"catalogId\":null,\"databaseName\":\"d\",\"tableName\":\"films\",\"region\":\"%s\",\"versionId\":\"LATEST\",\"catalogArn\":null,\"roleArn\":\"%s\"}"
                                .formatted(stream.arn().region(), ROLE));
    }

    @Test
    void anotherTableIsAnotherObjectAndIsSeenWithinAMinute() throws Exception {
        table.has("id", "int");
        DeliveryStream stream = stream(1, ORC);
        machine.deliveries.created(stream);
        machine.put(stream, "{\"id\":1}");
        machine.pass(Duration.ofSeconds(5));
        table.has("id", "string", "b", "int");
        for (int i = 0; i < 25; i++) {
            machine.put(stream, "{\"id\":2}");
            machine.pass(Duration.ofSeconds(1));
        }
        assertThat(table.asked()).as("not for every record").isEqualTo(1);
        machine.pass(Duration.ofSeconds(60));
        machine.put(stream, "{\"id\":3}");
        machine.pass(Duration.ofMinutes(2));

        String all = all();
        assertThat(all)
                .startsWith("ORC [id]\n[1]\n[2]\n")
                .endsWith("ORC [id, b]\n[3, null]\nend\n");
        assertThat(objects()).allMatch(object -> object.draft().key().endsWith(".orc"));
    }

    private String all() {
        StringBuilder all = new StringBuilder();
        objects().forEach(object -> all.append(new String(object.bytes(), UTF_8)));
        return all.toString();
    }

    @Test
    void recordsWaitForATableThatIsGone() throws Exception {
        table.isRefused("EntityNotFoundException");
        DeliveryStream stream = stream(1, PARQUET);
        machine.deliveries.created(stream);
        machine.put(stream, "{\"id\":1}", "{");
        machine.pass(Duration.ofMinutes(3));
        assertThat(objects()).isEmpty();
        DeliveryError error = machine.status(stream).lastError().orElseThrow();
        assertThat(error.code()).isEqualTo("DataFormatConversion.EntityNotFound");
        assertThat(error.message())
                .startsWith("The specified table/database could not be found.")
                .endsWith("Table films not found.");
        assertThat(machine.figures(stream).backlogRecords()).isEqualTo(2);

        table.has("id", "uniontype<int>");
        machine.pass(Duration.ofMinutes(3));
        assertThat(machine.status(stream).lastError().orElseThrow().code())
                .isEqualTo("DataFormatConversion.InvalidSchema");

        table.has("id", "int");
        machine.pass(Duration.ofMinutes(5));
        assertThat(objects()).hasSize(2);
        assertThat(machine.figures(stream).backlogRecords()).isZero();
    }

    /// What goes wrong at a call.
    private enum Mishap {
        KILL,
        POWER_LOSS,
        FAILURE
    }

    /// At each call goes wrong one thing of three.
    @Test
    void everyRecordIsOnceSomewhereWhateverHappensAtAnyCall() throws Exception {
        int first = 0;
        for (Mishap mishap : Mishap.values()) {
            int calls = new Story(mishap, Integer.MAX_VALUE).run();
            assertThat(calls).isGreaterThan(100);
            for (int at = first; at < calls; at += Mishap.values().length) {
                new Story(mishap, at).run();
            }
            first++;
        }
    }

    /// Records put while the table, the format and the stream change; at one call something goes
    /// wrong.
    private final class Story {
        private final Mishap mishap;
        private final int at;
        private int calls;
        private DeliveryStream stream = stream(1, PARQUET);
        private int next = 1;
        private final Set<Integer> good = new HashSet<>();
        private final Set<Integer> bad = new HashSet<>();

        Story(Mishap mishap, int at) {
            this.mishap = mishap;
            this.at = at;
        }

        int run() throws IOException {
            machine = machine(at);
            machine.troubleDisk((_, _) -> call());
            machine.sink.trouble(
                    new MemorySink.Trouble() {
                        @Override
                        public void before(Draft draft) throws IOException {
                            call();
                        }

                        @Override
                        public void during(Draft draft) throws IOException {
                            call();
                        }

                        @Override
                        public void after(Draft draft) throws IOException {
                            call();
                        }
                    });
            table.has("id", "int");
            for (Runnable step : steps()) {
                step.run();
                machine.run();
                restartIfOff();
            }
            int told = calls;
            calls = Integer.MAX_VALUE / 2;
            machine.pass(Duration.ofMinutes(10));
            check();
            return told;
        }

        private List<Runnable> steps() {
            List<Runnable> steps = new ArrayList<>();
            steps.add(() -> machine.deliveries.created(stream));
            steps.add(() -> put(true, false, true));
            steps.add(() -> machine.pass(Duration.ofSeconds(5)));
            steps.add(() -> table.has("id", "bigint", "name", "string"));
            steps.add(() -> put(true, true));
            steps.add(() -> machine.pass(Duration.ofSeconds(35)));
            steps.add(() -> put(true, false));
            steps.add(() -> machine.pass(Duration.ofSeconds(3)));
            steps.add(() -> update(stream(2, ORC)));
            steps.add(() -> put(true));
            steps.add(() -> machine.pass(Duration.ofSeconds(3)));
            steps.add(() -> table.isRefused("AccessDeniedException"));
            steps.add(() -> update(stream(3, PARQUET)));
            steps.add(() -> put(true, false));
            steps.add(() -> machine.pass(Duration.ofSeconds(40)));
            steps.add(() -> table.has("name", "string", "id", "int"));
            steps.add(() -> machine.deliveries.flush(stream));
            steps.add(() -> machine.pass(Duration.ofSeconds(60)));
            return steps;
        }

        private void update(DeliveryStream changed) {
            stream = changed;
            machine.deliveries.updated(changed);
        }

        /// Counts those that are acknowledged.
        private void put(boolean... readable) {
            List<byte[]> records = new ArrayList<>();
            int first = next;
            for (boolean each : readable) {
                int id = next++;
                String text = each ? "{\"id\":%d}" : "{\"id\":\"no %d\"}";
                records.add(text.formatted(id).getBytes(UTF_8));
            }
            try {
                machine.put(stream, records);
                for (int i = 0; i < readable.length; i++) {
                    (readable[i] ? good : bad).add(first + i);
                }
            } catch (ServiceException e) {
                // It may be there all the same, once.
            }
        }

        private void call() throws IOException {
            if (calls++ != at) {
                return;
            }
            if (mishap == Mishap.FAILURE) {
                throw new IOException("a mishap");
            }
            machine.disk.cutPower();
        }

        private void restartIfOff() throws IOException {
            if (machine.disk.hasPower()) {
                return;
            }
            if (mishap == Mishap.KILL) {
                machine.kill();
            } else {
                machine.losePower();
            }
            machine.start(List.of(stream));
            machine.run();
        }

        private void check() throws IOException {
            Map<Integer, Integer> rows = new TreeMap<>();
            Map<Integer, Integer> failures = new TreeMap<>();
            for (MemorySink.StoredObject object : objects()) {
                List<String> lines = new String(object.bytes(), UTF_8).lines().toList();
                if (object.draft().key().startsWith("errors/")) {
                    lines.forEach(line -> failures.merge(failed(line), 1, Integer::sum));
                } else {
                    String kind = object.draft().key().endsWith(".orc") ? "ORC" : "PAR";
                    assertThat(lines.getFirst()).as(what()).startsWith(kind);
                    assertThat(lines.getLast()).as(what()).isEqualTo("end");
                    lines.subList(1, lines.size() - 1)
                            .forEach(line -> rows.merge(number(line), 1, Integer::sum));
                }
            }
            assertThat(rows.keySet()).as(what()).containsAll(good);
            assertThat(failures.keySet()).as(what()).containsAll(bad);
            assertThat(rows.values()).as(what()).allMatch(times -> times == 1);
            assertThat(failures.values()).as(what()).allMatch(times -> times == 1);
            assertThat(machine.sink.changed()).as(what()).isEmpty();
            assertThat(machine.figures(stream).backlogRecords()).as(what()).isZero();
            assertThat(machine.disk.openForReading()).as(what()).isEmpty();
        }

        private String what() {
            return mishap + " at call " + at;
        }

        private static int failed(String line) {
            String raw = JsonMapper.shared().readTree(line).path("rawData").asString();
            return number(new String(Base64.getDecoder().decode(raw), UTF_8));
        }

        private static int number(String text) {
            return Integer.parseInt(text.replaceAll("\\D", ""));
        }
    }
}
