package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.cli.client.Clients;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/// `hydrant backup` while everything goes on, and a server that is started from the copy.
class BackupTest {
    private static final Path TEMPLATE = Path.of("..", "examples", "netflix", "pipeline.yaml");
    private static final String BUCKET = "movies-netflix-000000000000";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path home;
    private Hydrant server;

    @BeforeEach
    void start() throws IOException {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
        ProgramRun run =
                run(
                        "deploy",
                        TEMPLATE.toString(),
                        "--stack",
                        "netflix",
                        "-p",
                        "BufferingIntervalInSeconds=1");
        assertThat(run.status()).as(run.err()).isZero();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCopyOfABusyServerHoldsAllOfBeforeItOnceAndIsWholeInItself() throws Exception {
        Path copy = home.resolve("copy");
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicBoolean isOver = new AtomicBoolean();
        List<Throwable> troubles = new ArrayList<>();
        Thread putting = busy(troubles, isOver, clients -> put(clients, acknowledged));
        Thread storing = busy(troubles, isOver, BackupTest::overwriteAndDelete);
        Wait.upTo(PATIENCE).until("some are sent", acknowledged::get, count -> count > 200);

        int before = acknowledged.get();
        ProgramRun backup = run("backup", "--to", copy.toString());
        assertThat(backup.status()).as(backup.err()).isZero();
        assertThat(backup.out()).contains(copy.toString(), "cp -a");

        Wait.upTo(PATIENCE).until("more are sent", acknowledged::get, count -> count > before + 50);
        isOver.set(true);
        putting.join();
        storing.join();
        assertThat(troubles).isEmpty();
        server.close();

        server = Hydrant.start(ServerSettings.local(copy));
        awaitDelivered();
        ProgramRun verified = run("verify", "--stream", "movies-netflix");
        assertThat(verified.status()).as(verified.out()).isZero();
        try (Clients clients = clients()) {
            Map<String, Integer> found = recordsIn(clients);
            assertThat(found.values()).as("each record once").containsOnly(1);
            for (int i = 0; i < before; i++) {
                assertThat(found).containsKey("record " + i);
            }
            assertThat(found.size()).as("no gap").isEqualTo(highest(found) + 1);
            put(clients, new AtomicInteger(1_000_000));
        }
        assertThat(lostAndFound(copy)).isEmpty();
    }

    @Test
    void aCopyOfWhatIsEncryptedIsReadWithItsKeyAndRefusedWithoutIt() throws IOException {
        Path copy = home.resolve("copy");
        try (Clients clients = clients()) {
            clients.s3()
                    .putObject(
                            put -> put.bucket(BUCKET).key("k").serverSideEncryption("aws:kms"),
                            RequestBody.fromString("Nosferatu"));
        }
        assertThat(run("backup", "--to", copy.toString()).status()).isZero();
        server.close();
        Path keys = copy.resolve("keys");
        Files.move(keys, home.resolve("apart"));
        assertThatThrownBy(() -> Hydrant.start(ServerSettings.local(copy)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The master key is missing");
        Files.move(home.resolve("apart"), keys);
        server = Hydrant.start(ServerSettings.local(copy));
        try (Clients clients = clients()) {
            assertThat(
                            clients.s3()
                                    .getObjectAsBytes(get -> get.bucket(BUCKET).key("k"))
                                    .asUtf8String())
                    .isEqualTo("Nosferatu");
        }
    }

    @Test
    void theCopyIsForItsOwnerOnly() throws IOException {
        Path copy = home.resolve("copy");
        assertThat(run("backup", "--to", copy.toString()).status()).isZero();
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                assertThat(mode)
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void aFolderThatIsNotEmptyOrIsTheDataItselfIsRefused() throws IOException {
        Path used = Files.createDirectory(home.resolve("used"));
        Files.createFile(used.resolve("something"));
        assertRefused(used, "is not empty");
        assertRefused(home.resolve(".hydrant/backup"), "in the data directory");
        assertRefused(Files.createFile(home.resolve("file")), "is a file");
        assertThat(used).isDirectoryContaining("glob:**something");
    }

    @Test
    void aBackupThatWasNotFinishedIsNotStarted() throws IOException {
        Path copy = home.resolve("copy");
        assertThat(run("backup", "--to", copy.toString()).status()).isZero();
        Files.createFile(copy.resolve("backup.unfinished"));
        ProgramRun run =
                ProgramRun.of(home, Map.of(), "serve", "--data", copy.toString(), "--listen", "0");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("is a backup that was not finished");
    }

    @Test
    void aCopyOfWhichHalfIsGoneIsNotStarted() throws IOException {
        Path copy = home.resolve("copy");
        assertThat(run("backup", "--to", copy.toString()).status()).isZero();
        assertThat(run("check", "--data", copy.toString()).status()).isZero();
        Files.move(copy.resolve("s3"), home.resolve("away"));
        ProgramRun run =
                ProgramRun.of(home, Map.of(), "serve", "--data", copy.toString(), "--listen", "0");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("index.db is missing, and");
        assertThat(run("check", "--data", copy.toString()).status()).isEqualTo(1);
    }

    @Test
    void onlyRootMayTakeOne() throws IOException {
        try (Clients clients = clients()) {
            clients.iam().createUser(user -> user.userName("u"));
            clients.iam()
                    .putUserPolicy(policy ->
                            policy.userName("u")
                                    .policyName("all")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement":
                                             {"Effect": "Allow", "Action": "*", "Resource": "*"}}\
                                            """));
            var key = clients.iam().createAccessKey(user -> user.userName("u")).accessKey();
            Map<String, String> user = new HashMap<>(environment());
            user.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
            user.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
            Path copy = home.resolve("copy");
            ProgramRun run = ProgramRun.of(home, user, "backup", "--to", copy.toString());
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("Only the root user");
            assertThat(copy).doesNotExist();
        }
    }

    private void assertRefused(Path to, String reason) {
        ProgramRun run = run("backup", "--to", to.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(reason);
    }

    @FunctionalInterface
    private interface Busy {
        void with(Clients clients);
    }

    private Thread busy(List<Throwable> troubles, AtomicBoolean isOver, Busy what) {
        return Thread.ofPlatform()
                .start(() -> {
                    try (Clients clients = clients()) {
                        while (!isOver.get()) {
                            what.with(clients);
                        }
                    } catch (RuntimeException | Error e) {
                        synchronized (troubles) {
                            troubles.add(e);
                        }
                    }
                });
    }

    private static void put(Clients clients, AtomicInteger acknowledged) {
        String text = "record " + acknowledged.get() + "\n";
        clients.firehose()
                .putRecord(put ->
                        put.deliveryStreamName("movies-netflix")
                                .record(record -> record.data(SdkBytes.fromUtf8String(text))));
        acknowledged.incrementAndGet();
    }

    private static void overwriteAndDelete(Clients clients) {
        for (String key : List.of("a", "b", "a", "c")) {
            clients.s3()
                    .putObject(
                            put -> put.bucket(BUCKET).key("mine/" + key),
                            RequestBody.fromString("x".repeat(10_000)));
        }
        clients.s3().deleteObject(delete -> delete.bucket(BUCKET).key("mine/b"));
    }

    /// How often each record is in the objects. Every object is read.
    private static Map<String, Integer> recordsIn(Clients clients) {
        Map<String, Integer> found = new TreeMap<>();
        for (S3Object object :
                clients.s3().listObjectsV2Paginator(list -> list.bucket(BUCKET)).contents()) {
            byte[] bytes =
                    clients.s3()
                            .getObjectAsBytes(get -> get.bucket(BUCKET).key(object.key()))
                            .asByteArrayUnsafe();
            if (object.key().startsWith("mine/")) {
                assertThat(bytes).hasSize(10_000);
            } else {
                new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .forEach(line -> found.merge(line, 1, Integer::sum));
            }
        }
        return found;
    }

    private static int highest(Map<String, Integer> found) {
        return found.keySet().stream()
                .mapToInt(record -> Integer.parseInt(record.substring("record ".length())))
                .max()
                .orElseThrow();
    }

    private static List<Path> lostAndFound(Path data) throws IOException {
        Path folder = data.resolve("lost+found");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void awaitDelivered() {
        Wait.upTo(PATIENCE)
                .until(
                        "all is delivered",
                        () -> run("status", "movies-netflix").out(),
                        status -> status.contains("0 records, 0 bytes acknowledged"));
    }

    private Clients clients() {
        return new TargetOptions(ProgramRun.surroundings(home, environment())).connect();
    }

    private Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
    }

    private ProgramRun run(String... arguments) {
        return ProgramRun.of(home, environment(), arguments);
    }
}
