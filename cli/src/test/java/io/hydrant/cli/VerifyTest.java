package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.client.Clients;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/// `hydrant verify` vouches for bytes that it has read, wherever they are.
class VerifyTest {
    private static final Path TEMPLATE = Path.of("..", "examples", "netflix", "pipeline.yaml");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path home;
    private Hydrant server;

    @BeforeEach
    void deliverSomething() throws Exception {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
        assertThat(
                        run(
                                        "deploy",
                                        TEMPLATE.toString(),
                                        "--stack",
                                        "netflix",
                                        "-p",
                                        "BufferingIntervalInSeconds=1")
                                .status())
                .isZero();
        send("1,2003,Dinosaur Planet\n2,2004,Isle of Man\n");
        awaitDelivered();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsThereIsReadAndRight() {
        ProgramRun run = run("verify", "--stream", "movies-netflix");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("there exactly once", "read and right");
        assertThat(run("verify", "--stream", "movies-netflix", "--quick").out())
                .contains("by the positions alone");
        assertThat(run("verify", "--stream", "movies-netflix", "--json").out())
                .contains("\"quick\":false", "\"exactlyOnce\":true")
                .containsPattern("\"bytesRead\":[1-9]");
    }

    @Test
    void aFlippedBitIsFoundUnlessPositionsAloneAreAskedFor() throws IOException {
        Path blob = blob();
        byte[] bytes = Files.readAllBytes(blob);
        bytes[10] ^= 4;
        Files.write(blob, bytes);

        assertNotWhole();
        assertThat(run("verify", "--stream", "movies-netflix", "--quick").status()).isZero();
    }

    @Test
    void aFileThatIsGoneIsFound() throws IOException {
        Files.delete(blob());

        assertNotWhole();
    }

    @Test
    void objectsOfBeforeAnUpdateOfTheBucketAreFoundThere() throws Exception {
        try (Clients clients = clients()) {
            clients.s3().createBucket(bucket -> bucket.bucket("elsewhere"));
            clients.iam()
                    .putRolePolicy(policy ->
                            policy.roleName(role(clients))
                                    .policyName("elsewhere")
                                    .policyDocument(
                                            """
                                            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*",
                                             "Resource": "*"}}\
                                            """));
            clients.firehose()
                    .updateDestination(update ->
                            update.deliveryStreamName("movies-netflix")
                                    .currentDeliveryStreamVersionId("1")
                                    .destinationId("destinationId-000000000001")
                                    .extendedS3DestinationUpdate(destination ->
                                            destination.bucketARN("arn:aws:s3:::elsewhere")));
        }
        send("3,1997,Character\n");
        awaitDelivered();

        ProgramRun run = run("verify", "--stream", "movies-netflix");
        assertThat(run.status()).as(run.out()).isZero();
        assertThat(run.out())
                .contains("3 records in 2 objects", "s3://elsewhere", "movies-netflix");
        createAnew("elsewhere");
        run = run("verify", "--stream", "movies-netflix");
        assertThat(run.status()).as(run.out()).isZero();
    }

    /// The objects of the stream that was deleted stay, in both of its buckets.
    private void createAnew(String bucket) throws Exception {
        try (Clients clients = clients()) {
            String role = clients.iam().getRole(get -> get.roleName(role(clients))).role().arn();
            clients.firehose()
                    .deleteDeliveryStream(delete -> delete.deliveryStreamName("movies-netflix"));
            Wait.seconds(30)
                    .until(
                            "the stream to be gone",
                            () ->
                                    clients.firehose()
                                            .listDeliveryStreams()
                                            .deliveryStreamNames()
                                            .isEmpty());
            clients.firehose()
                    .createDeliveryStream(create ->
                            create.deliveryStreamName("movies-netflix")
                                    .extendedS3DestinationConfiguration(destination ->
                                            destination
                                                    .bucketARN("arn:aws:s3:::" + bucket)
                                                    .roleARN(role)));
        }
    }

    @Test
    void whileDeliveryFailsItIsNotContent() throws Exception {
        try (Clients clients = clients()) {
            clients.iam()
                    .deleteRolePolicy(
                            policy -> policy.roleName(role(clients)).policyName(policy(clients)));
        }
        send("3,1997,Character\n");
        awaitStatus("last error");

        ProgramRun run = run("verify", "--stream", "movies-netflix");
        assertThat(run.status()).as(run.out()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "2 records in 1 object",
                        "1 record wait",
                        "every delivered record is there exactly once",
                        "delivery fails, and is tried again: ",
                        "s3:PutObject");
        assertThat(run("verify", "--stream", "movies-netflix", "--json").out())
                .contains("\"exactlyOnce\":true", "\"lastError\":{\"time\":");
    }

    /// Neither the one nor the other is vouched for by what the other has.
    @Test
    void aBackupIsProvedByItself() throws Exception {
        try (Clients clients = clients()) {
            createBackedUp(clients, "rushes", "vault");
            putAnObject(clients);
            awaitStatus("rushes", "vault: 2 records in 1 object, 0 records");
            ProgramRun run = run("verify", "--stream", "rushes");
            assertThat(run.status()).as(run.out()).isZero();
            assertThat(run.out())
                    .contains("2 records in 1 object of s3://rushes")
                    .contains("backup: 2 records in 1 object of s3://vault");

            empty(clients, "vault");
            clients.s3().deleteBucket(bucket -> bucket.bucket("vault"));
            putAnObject(clients);
            awaitStatus("rushes", "backup error");
            awaitStatus("rushes", "delivered      4 records in 2 objects");
            assertThat(run("status", "rushes").out())
                    .contains("S3.NoSuchBucket", "2 records, 1.14 MiB for the backup, which fails")
                    .doesNotContain("last error");
            run = run("verify", "--stream", "rushes");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.out())
                    .contains("4 records in 2 objects of s3://rushes")
                    .contains("every delivered record is there exactly once")
                    .contains("backup: 0 records in 0 objects of s3://vault; 2 records wait")
                    .contains("delivery fails, and is tried again: S3.NoSuchBucket");

            clients.s3().createBucket(bucket -> bucket.bucket("vault"));
            awaitStatus("rushes", "vault: 4 records in 2 objects, 0 records");
            run = run("verify", "--stream", "rushes", "--json");
            assertThat(run.status()).as("the first object was deleted").isEqualTo(1);
            assertThat(run.out()).contains("\"exactlyOnce\":true", "\"backup\":{\"stream\"");
            assertThat(run.out()).contains("records 0 to 1 are missing before s3://vault/raw/");

            clients.s3()
                    .putBucketPolicy(policy ->
                            policy.bucket("vault")
                                    .policy(
                                            """
                                            {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*",
                                             "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::vault"}}\
                                            """));
            run = run("verify", "--stream", "rushes");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.out()).as("what is proved is said").contains("of s3://rushes");
            assertThat(run.err()).contains("s3:ListBucket", "explicit deny");
        }
    }

    private static void createBackedUp(Clients clients, String name, String vault) {
        String role = role(clients);
        clients.iam()
                .putRolePolicy(policy ->
                        policy.roleName(role)
                                .policyName("all")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*",
                                         "Resource": "*"}}\
                                        """));
        String arn = clients.iam().getRole(get -> get.roleName(role)).role().arn();
        for (String bucket : List.of(name, vault)) {
            clients.s3().createBucket(create -> create.bucket(bucket));
        }
        clients.firehose()
                .createDeliveryStream(create ->
                        create.deliveryStreamName(name)
                                .extendedS3DestinationConfiguration(s3 ->
                                        s3.roleARN(arn)
                                                .bucketARN("arn:aws:s3:::" + name)
                                                .bufferingHints(hints ->
                                                        hints.sizeInMBs(1).intervalInSeconds(900))
                                                .s3BackupMode("Enabled")
                                                .s3BackupConfiguration(backup ->
                                                        backup.roleARN(arn)
                                                                .bucketARN("arn:aws:s3:::" + vault)
                                                                .prefix("raw/")
                                                                .compressionFormat("GZIP")
                                                                .bufferingHints(hints ->
                                                                        hints.sizeInMBs(1)
                                                                                .intervalInSeconds(
                                                                                        900)))));
    }

    /// As much as the size hint of either: nobody waits for an interval.
    private static void putAnObject(Clients clients) {
        for (int i = 0; i < 2; i++) {
            clients.firehose()
                    .putRecord(put ->
                            put.deliveryStreamName("rushes")
                                    .record(record ->
                                            record.data(
                                                    SdkBytes.fromByteArray(new byte[600_000]))));
        }
    }

    private static void empty(Clients clients, String bucket) {
        clients.s3()
                .listObjectsV2(list -> list.bucket(bucket))
                .contents()
                .forEach(object ->
                        clients.s3().deleteObject(one -> one.bucket(bucket).key(object.key())));
    }

    private void assertNotWhole() {
        ProgramRun run = run("verify", "--stream", "movies-netflix");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "s3://movies-netflix-000000000000/",
                        "cannot be read as it was stored",
                        "not every record is there exactly once");
        assertThat(run("verify", "--stream", "movies-netflix", "--json").out())
                .contains("\"unreadable\":[{", "\"exactlyOnce\":false");
    }

    private static String role(Clients clients) {
        return clients.iam().listRoles().roles().getFirst().roleName();
    }

    private static String policy(Clients clients) {
        return clients.iam()
                .listRolePolicies(policies -> policies.roleName(role(clients)))
                .policyNames()
                .getFirst();
    }

    /// The bytes of the one object.
    private Path blob() throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve(".hydrant/s3/blobs"))) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private void send(String rows) throws IOException {
        Path films = Files.writeString(home.resolve("films.csv"), rows);
        ProgramRun run = run("send", films.toString(), "--stream", "movies-netflix", "--max");
        assertThat(run.status()).as(run.err()).isZero();
    }

    private void awaitDelivered() {
        awaitStatus("0 records, 0 bytes acknowledged");
    }

    private void awaitStatus(String said) {
        awaitStatus("movies-netflix", said);
    }

    private void awaitStatus(String stream, String said) {
        Wait.upTo(PATIENCE)
                .until(said, () -> run("status", stream).out(), status -> status.contains(said));
    }

    private Clients clients() {
        TargetOptions options = new TargetOptions(ProgramRun.surroundings(home, environment()));
        return options.connect();
    }

    private Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
    }

    private ProgramRun run(String... arguments) {
        return ProgramRun.of(home, environment(), arguments);
    }
}
