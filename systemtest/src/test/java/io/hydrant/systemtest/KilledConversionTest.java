package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.s3.S3Client;

/// A server is killed again and again while it writes Parquet by the example's template, whose
/// table changes meanwhile.
class KilledConversionTest {
    private static final int KILLS = 6;
    private static final int LIFE_MAX_MILLIS = 1_500;
    private static final String BUCKET = "films-000000000000";
    private static final Duration DELIVERY = Duration.ofSeconds(120);

    private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @TempDir Path folder;

    @Test
    void eachRecordIsOneRowHoweverOftenTheServerIsKilledAndTheTableChanged() throws Exception {
        Seed seed = Seed.of(KilledConversionTest.class);
        Random random = seed.random();
        Path classes = folder.resolve("classes");
        Path data = folder.resolve("server");
        String listen = "127.0.0.1:" + KeptPort.find(random);
        ServerProcess server =
                ServerProcess.launch(
                        data, List.of("-Xlog:class+load:file=" + classes), "--listen", listen);
        server.awaitReady();
        Optional<Thread> sender = Optional.empty();
        try {
            deploy(server, "smallint");
            assertThat(converters(classes)).as("before the first object").isEmpty();
            sender = Optional.of(Thread.ofVirtual().start(sending(Aws.of(server))));
            for (int kill = 0; kill < KILLS; kill++) {
                // The life of the server is the test's input, not a wait for something to happen.
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LIFE_MAX_MILLIS));
                server.kill();
                server = ServerProcess.start(data, "--listen", listen);
                if (kill == KILLS / 2) {
                    deploy(server, "string");
                }
            }
            isOver.set(true);
            sender.get().join();
            Status.awaitDelivery(server, DELIVERY);
            audit(Aws.of(server));
            Program.Ended verified =
                    Program.hydrant(server.environment(), "verify", "--stream", "films");
            assertThat(verified.status()).as(verified.output()).isZero();
        } catch (AssertionError | Exception e) {
            throw new AssertionError(seed.replay() + "\n" + e + "\n" + server.report(), e);
        } finally {
            isOver.set(true);
            server.close();
        }
    }

    /// What writes columns, of the classes that were loaded.
    private static List<String> converters(Path classes) throws IOException {
        try (Stream<String> lines = Files.lines(classes)) {
            return lines.filter(line ->
                            line.contains("] io.hydrant.columnar.Columnar ")
                                    || line.contains("] org.apache.parquet.")
                                    || line.contains("] org.apache.orc."))
                    .toList();
        }
    }

    private void deploy(ServerProcess server, String yearsType) throws IOException {
        String example =
                Files.readString(Program.root().resolve("examples/parquet/pipeline.yaml"))
                        .replace("Type: smallint", "Type: " + yearsType);
        Path template = Files.writeString(folder.resolve("pipeline.yaml"), example);
        Program.Ended deployed =
                Program.hydrant(
                        server.environment(),
                        "deploy",
                        template.toString(),
                        "--stack",
                        "films",
                        "-p",
                        "BufferingIntervalInSeconds=0");
        assertThat(deployed.status()).as(deployed.output()).isZero();
    }

    /// Each record once, whether it is answered or not.
    private Runnable sending(Aws aws) {
        return () -> {
            try (FirehoseClient firehose = aws.firehose()) {
                for (int batch = 0; !isOver.get(); batch++) {
                    put(firehose, batch);
                }
            }
        };
    }

    private void put(FirehoseClient firehose, int batch) {
        List<Record> records = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int id = 50 * batch + i;
            ids.add(id);
            String film =
                    "{\"MovieID\":%d,\"YearOfRelease\":%d,\"Title\":\"Amélie %d\"}"
                            .formatted(id, 1900 + id % 100, id);
            records.add(Record.builder().data(SdkBytes.fromUtf8String(film)).build());
        }
        try {
            firehose.putRecordBatch(
                    request -> request.deliveryStreamName("films").records(records));
            acknowledged.addAll(ids);
        } catch (SdkException e) {
            // It was killed meanwhile: they may be there, once.
        }
    }

    private void audit(Aws aws) throws SQLException {
        assertThat(aws.keys(BUCKET, "errors/")).isEmpty();
        Map<Integer, Integer> rows = new TreeMap<>();
        Set<String> types = new TreeSet<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                S3Client s3 = aws.s3()) {
            for (String key : aws.keys(BUCKET, "films/")) {
                Path file = folder.resolve(key.substring(key.lastIndexOf('/') + 1));
                s3.getObject(get -> get.bucket(BUCKET).key(key), file);
                try (ResultSet found =
                        statement.executeQuery(
                                "SELECT movieid, typeof(yearofrelease), title FROM read_parquet('%s')"
                                        .formatted(file))) {
                    while (found.next()) {
                        int id = found.getInt(1);
                        rows.merge(id, 1, Integer::sum);
                        types.add(found.getString(2));
                        assertThat(found.getString(3)).isEqualTo("Amélie " + id);
                    }
                }
            }
        }
        assertThat(rows.values()).as("how often each is there").containsOnly(1);
        assertThat(rows.keySet()).containsAll(acknowledged);
        assertThat(types).containsExactly("SMALLINT", "VARCHAR");
        assertThat(acknowledged).hasSizeGreaterThan(1_000);
    }
}
