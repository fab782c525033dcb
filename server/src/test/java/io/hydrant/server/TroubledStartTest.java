package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Seed;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A server that was killed with objects stored and records waiting; then something is done to one
/// of its files, and it is started again. Nothing is deleted, whatever it was, and what is wrong is
/// told.
class TroubledStartTest {
    private static final int OLD = 5;
    private static final int OBJECTS = 12;
    private static final int RECORDS = 30;

    @TempDir static Path folder;

    /// What the killed server left.
    private static Path killed;

    /// Its databases as they were when it had stored the first objects, and had no second stream.
    private static Path older;

    @TempDir Path place;
    private Path data = Path.of("");

    @BeforeAll
    static void leaveAKilledServer() throws Exception {
        Path running = folder.resolve("running");
        older = Files.createDirectory(folder.resolve("older"));
        killed = folder.resolve("killed");
        try (Hydrant hydrant = start(running);
                S3Client s3 = client(S3Client.builder().forcePathStyle(true), hydrant)) {
            s3.createBucket(request -> request.bucket("kept"));
            putObjects(s3, 0, OLD);
        }
        Files.copy(running.resolve("catalog.db"), older.resolve("catalog.db"));
        Files.copy(running.resolve("s3/index.db"), older.resolve("index.db"));
        try (Hydrant hydrant = start(running);
                S3Client s3 = client(S3Client.builder().forcePathStyle(true), hydrant);
                IamClient iam = client(IamClient.builder(), hydrant);
                FirehoseClient firehose = client(FirehoseClient.builder(), hydrant)) {
            FilmsPipeline.create(s3, iam, firehose, 900);
            firehose.putRecordBatch(request ->
                    request.deliveryStreamName("films")
                            .records(
                                    IntStream.range(0, RECORDS)
                                            .mapToObj(i -> record("record " + i + "\n"))
                                            .toList()));
            putObjects(s3, OLD, OBJECTS);
            copy(running, killed);
        }
    }

    private void begin() throws IOException {
        data = place.resolve("data");
        if (Files.exists(data)) {
            remove(data);
        }
        copy(killed, data);
    }

    @Test
    void whatAKillLeavesIsTakenUpAsItWas() throws Exception {
        begin();
        Contents before = contents();
        try (Hydrant hydrant = start(data)) {
            assertThat(objects(hydrant)).hasSize(OBJECTS);
        }
        assertThat(contents()).isEqualTo(before);
        assertThat(data.resolve("lost+found")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3/index.db-wal flipped",
                "s3/index.db-wal removed",
                "s3/index.db emptied",
                "s3/index.db older",
                "s3/index.db and -wal removed",
                "catalog.db-wal flipped",
                "catalog.db-wal removed",
                "catalog.db emptied",
                "catalog.db older",
                "catalog.db and -wal removed"
            })
    void aDatabaseThatWentBackIsRefusedByNameAndNothingIsChanged(String change) throws Exception {
        begin();
        String database = change.substring(0, change.indexOf(".db") + 3);
        Contents before = contents();
        change(change, database);
        List<String> files = files(data);
        assertThatThrownBy(() -> start(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(data.resolve(database).toString())
                .hasMessageContaining("Put ");
        assertThat(contents()).isEqualTo(before);
        assertThat(files(data)).containsAll(files);
        if (database.startsWith("s3")
                && !change.contains("removed")
                && !change.contains("emptied")) {
            assertThatThrownBy(() -> start(data))
                    .hasMessageContaining("It lacks objects that were stored since")
                    .hasMessageContaining("s3://kept/");
        }

        // With the right files in place again everything is as it was.
        for (String suffix : List.of("", "-wal")) {
            Files.copy(
                    killed.resolve(database + suffix),
                    data.resolve(database + suffix),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        try (Hydrant hydrant = start(data)) {
            assertThat(objects(hydrant)).hasSize(OBJECTS);
        }
        assertThat(contents()).isEqualTo(before);
    }

    private void change(String change, String database) throws IOException {
        Path file = data.resolve(database);
        Path log = data.resolve(database + "-wal");
        if (change.endsWith("-wal flipped")) {
            flip(log, 32 + 24 + 100, 2);
        } else if (change.endsWith("and -wal removed")) {
            Files.delete(file);
            Files.delete(log);
        } else if (change.endsWith("-wal removed")) {
            Files.delete(log);
        } else if (change.endsWith("emptied")) {
            Files.write(file, new byte[0]);
        } else {
            Files.copy(
                    older.resolve(String.valueOf(file.getFileName())),
                    file,
                    StandardCopyOption.REPLACE_EXISTING);
            Files.delete(log);
        }
    }

    @Test
    void whoGoesOnWithAnOlderIndexHasTheRestInLostAndFoundUntilTheRightOneIsBack()
            throws Exception {
        begin();
        Contents before = contents();
        change("s3/index.db older", "s3/index.db");
        Files.move(data.resolve("s3/index.mark"), data.resolve("s3/index.mark.aside"));
        try (Hydrant hydrant = start(data)) {
            assertThat(objects(hydrant)).hasSize(OLD);
        }
        assertThat(files(data.resolve("lost+found/s3/blobs"))).hasSize(OBJECTS - OLD);
        assertThat(contents().blobs()).hasSize(OLD);

        putBack("s3/index.db");
        Files.delete(data.resolve("s3/index.mark"));
        try (Hydrant hydrant = start(data);
                S3Client s3 = client(S3Client.builder().forcePathStyle(true), hydrant)) {
            assertThat(objects(hydrant)).hasSize(OBJECTS);
            for (int i = 0; i < OBJECTS; i++) {
                String key = "object-" + i;
                assertThat(s3.getObjectAsBytes(get -> get.bucket("kept").key(key)).asUtf8String())
                        .isEqualTo("bytes of " + i);
            }
        }
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void whoGoesOnWithAnOlderCatalogHasTheLogsInLostAndFoundUntilTheRightOneIsBack()
            throws Exception {
        begin();
        Contents before = contents();
        change("catalog.db older", "catalog.db");
        Files.move(data.resolve("catalog.mark"), data.resolve("catalog.mark.aside"));
        try (Hydrant hydrant = start(data);
                FirehoseClient firehose = client(FirehoseClient.builder(), hydrant)) {
            assertThat(firehose.listDeliveryStreams().deliveryStreamNames()).isEmpty();
        }
        assertThat(contents().logs()).isEmpty();
        assertThat(files(data.resolve("lost+found/log"))).isNotEmpty();

        putBack("catalog.db");
        Files.delete(data.resolve("catalog.mark"));
        try (Hydrant hydrant = start(data);
                FirehoseClient firehose = client(FirehoseClient.builder(), hydrant)) {
            assertThat(firehose.listDeliveryStreams().deliveryStreamNames())
                    .containsExactly("films");
        }
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aLogThatWasShortenedOrRemovedStopsItsStreamAndIsTold() throws Exception {
        begin();
        try (Hydrant hydrant = start(data)) {
            assertThat(hydrant.endpoint()).isNotNull(); // Its end is noted when it stops.
        }
        Path segment =
                files(data.resolve("log")).stream()
                        .filter(name -> name.endsWith(".log"))
                        .map(name -> data.resolve("log").resolve(name))
                        .findFirst()
                        .orElseThrow();
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, 32));
        assertThat(statusAfterAStart()).contains("LogDamaged", "as the catalog notes");
        Files.write(segment, bytes);
        assertThat(statusAfterAStart()).doesNotContain("LogDamaged");
        remove(data.resolve("log"));
        assertThat(statusAfterAStart()).contains("LogDamaged", "found none");
    }

    private String statusAfterAStart() throws Exception {
        try (Hydrant hydrant = start(data);
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(hydrant.endpoint().resolve("/_hydrant/status")).build();
            return Wait.seconds(30)
                    .until(
                            "the log is read",
                            () -> http.send(request, HttpResponse.BodyHandlers.ofString()).body(),
                            body ->
                                    body.contains("LogDamaged")
                                            || body.contains("\"bufferedRecords\":" + RECORDS));
        }
    }

    /// Whatever bit of whatever -wal or mark: the server refuses, or has everything.
    @Test
    void noFlippedBitTakesAnythingAway() throws Exception {
        long seed = Seed.of(TroubledStartTest.class).value();
        Random random = new Random(seed);
        for (int i = 0; i < 12; i++) {
            begin();
            Contents before = contents();
            String name =
                    List.of("catalog.db-wal", "s3/index.db-wal", "catalog.mark", "s3/index.mark")
                            .get(i % 3 == 2 ? 2 + random.nextInt(2) : i % 3);
            Path file = data.resolve(name);
            flip(file, random.nextInt((int) Files.size(file)), random.nextInt(8));
            try (Hydrant hydrant = start(data);
                    FirehoseClient firehose = client(FirehoseClient.builder(), hydrant)) {
                assertThat(objects(hydrant)).hasSize(OBJECTS);
                assertThat(firehose.listDeliveryStreams().deliveryStreamNames())
                        .containsExactly("films");
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("Nothing was changed or deleted");
            }
            assertThat(contents()).as(name).isEqualTo(before);
        }
    }

    private void putBack(String database) throws IOException {
        for (String suffix : List.of("", "-wal")) {
            Files.copy(
                    killed.resolve(database + suffix),
                    data.resolve(database + suffix),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// The files of objects, and those of logs with their lengths.
    private record Contents(List<String> blobs, List<String> logs) {}

    private Contents contents() throws IOException {
        List<String> logs = new ArrayList<>();
        for (String name : files(data.resolve("log"))) {
            if (name.endsWith(".log")) {
                logs.add(name + " " + Files.size(data.resolve("log").resolve(name)));
            }
        }
        return new Contents(files(data.resolve("s3/blobs")), logs);
    }

    private static List<String> objects(Hydrant hydrant) {
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true), hydrant)) {
            return s3.listObjectsV2(request -> request.bucket("kept")).contents().stream()
                    .map(S3Object::key)
                    .toList();
        }
    }

    private static void putObjects(S3Client s3, int from, int to) {
        for (int i = from; i < to; i++) {
            String key = "object-" + i;
            s3.putObject(
                    request -> request.bucket("kept").key(key),
                    RequestBody.fromString("bytes of " + i));
        }
    }

    private static Record record(String text) {
        return Record.builder().data(SdkBytes.fromUtf8String(text)).build();
    }

    private static Hydrant start(Path data) throws IOException {
        return Hydrant.start(
                ServerSettings.local(
                        data, 0, ServerSettings.Auth.NONE, new ServerSettings.Tls.Off()));
    }

    private static void flip(Path file, int at, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (1 << bit);
        Files.write(file, bytes);
    }

    /// But for the one that says which process runs with them.
    private static List<String> files(Path in) throws IOException {
        if (!Files.exists(in)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(in)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> in.relativize(file).toString())
                    .filter(name -> !name.equals("running"))
                    .sorted()
                    .toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static <
                    B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>,
                    C extends AwsClient>
            C client(B builder, Hydrant hydrant) {
        return builder.endpointOverride(hydrant.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
