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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Wait.upTo(PATIENCE)
                .until(
                        said,
                        () -> run("status", "movies-netflix").out(),
                        status -> status.contains(said));
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
