package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The commands against a server, in the order in which a newcomer gives them.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineTest {
    private static final Path TEMPLATE = Path.of("..", "examples", "netflix", "pipeline.yaml");
    private static final String BUCKET = "s3://movies-netflix-000000000000";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private static Path home;
    private static Hydrant server;

    @BeforeAll
    static void start() throws IOException {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @Order(1)
    void aStreamThatIsMissingIsToldBeforeAnyRowIsSent() throws IOException {
        ProgramRun run = run("send", films("1,2003,x\n"), "--stream", "movies-netflix");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("There is no delivery stream movies-netflix.", "--create");
        assertThat(run("status").out()).contains("There are no delivery streams yet.");
    }

    @Test
    @Order(1)
    void aParameterThatTheTemplateDoesNotHaveIsToldWithThoseItHas() {
        ProgramRun run =
                run("deploy", TEMPLATE.toString(), "--stack", "other", "-p", "BufferInterval=1");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("no parameter \"BufferInterval\"", "BufferingIntervalInSeconds");
    }

    @Test
    @Order(2)
    void deployShowsEventsAndOutputs() {
        ProgramRun run = deploy("1");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("CREATE_COMPLETE", "AWS::KinesisFirehose::DeliveryStream", "BucketName");
        List<String> lines = run.out().lines().toList();
        assertThat(lines.getFirst()).contains("CREATE_IN_PROGRESS", "User Initiated");
        assertThat(run.out().lines().filter(line -> line.contains("User Initiated"))).hasSize(1);
    }

    @Test
    @Order(3)
    void deployingAgainChangesNothing() {
        ProgramRun run = deploy("1");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("nothing was to be done", "BucketName");
    }

    @Test
    @Order(4)
    void eachRowIsShownWithItsRecordId() throws IOException {
        ProgramRun run =
                run(
                        "send",
                        films("1,2003,Dinosaur Planet\n2,NULL,Amélie\n"),
                        "--stream",
                        "movies-netflix",
                        "--every",
                        "20ms");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "     1  {\"MovieID\": 1, \"YearOfRelease\": 2003, \"Title\": \"Dinosaur Planet\"}  ",
                        "     2  {\"MovieID\": 2, \"YearOfRelease\": 0, \"Title\": \"Amélie\"}  ",
                        "done, 2 rows acknowledged by movies-netflix");
    }

    @Test
    @Order(5)
    void withJsonRecordIdsAreWhole() throws IOException {
        ProgramRun run =
                run(
                        "send",
                        films("3,1997,Character\n"),
                        "--stream",
                        "movies-netflix",
                        "--max",
                        "--json");
        assertThat(run.status()).isZero();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        sent ->
                                assertThat(sent)
                                        .contains("\"event\":\"sent\"", "\"line\":1")
                                        .containsPattern("\"recordId\":\"[A-Za-z0-9+/]{100,}\""),
                        summary ->
                                assertThat(summary)
                                        .contains("\"event\":\"summary\"", "\"rows\":1"));
    }

    @Test
    @Order(6)
    void aBadRowEndsTheSendingAndSaysWhere() throws IOException {
        ProgramRun run =
                run(
                        "send",
                        films("4,1990,good\nfive,1990,bad\n6,1990,good\n"),
                        "--stream",
                        "movies-netflix",
                        "--every",
                        "0");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "acknowledged before this: 1 row",
                        "films.csv line 2",
                        "MovieID is not a whole number: \"five\"");
    }

    @Test
    @Order(7)
    void badRowsAreSetAsideAndTheExitStatusSaysSo() throws IOException {
        Path bad = home.resolve("bad.csv");
        String films = films("7,1990,a\n8,1990,b, c\n9,1990,d\n");
        ProgramRun run =
                run(
                        "send",
                        films,
                        "--stream",
                        "movies-netflix",
                        "--batch",
                        "--every",
                        "0",
                        "--on-bad-row",
                        bad.toString());
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out())
                .contains("line 2: it has 4 fields", "2 rows acknowledged", "1 row left out");
        assertThat(bad)
                .content()
                .contains(films + ",2,it has 4 fields where there are 3 columns,8,1990,b, c");
        assertThat(
                        run(
                                        "send",
                                        films,
                                        "--stream",
                                        "movies-netflix",
                                        "--max",
                                        "--on-bad-row",
                                        "skip")
                                .status())
                .isEqualTo(3);
    }

    @Test
    @Order(8)
    void noFileOfTheUsersIsWrittenOver() throws IOException {
        String films = films("1,2003,x\n");
        ProgramRun badRows =
                run("send", films, "--stream", "movies-netflix", "--on-bad-row", films);
        assertThat(badRows.status()).isEqualTo(2);
        assertThat(badRows.err()).contains("would write over the file that is to be sent");
        ProgramRun progress =
                run("send", films, "--stream", "movies-netflix", "--progress-file", films);
        assertThat(progress.status()).isEqualTo(1);
        assertThat(progress.err()).contains("cannot be used: it is not JSON");
        assertThat(Path.of(films)).hasContent("1,2003,x");
    }

    @Test
    @Order(8)
    void standardInputIsSentToo() {
        ProgramRun run =
                ProgramRun.of(
                        "id,name\n1,one\n",
                        home,
                        environment(),
                        "send",
                        "-",
                        "--stream",
                        "movies-netflix",
                        "--header",
                        "--every",
                        "1ms");
        assertThat(run.status()).as(run.err()).isZero();
    }

    @Test
    @Order(8)
    void columnsThatNobodyNamesAreAskedFor() throws IOException {
        ProgramRun run = run("send", films("a,b\n"), "--stream", "movies-netflix");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("has 2 columns", "--columns A,B,C");
    }

    @Test
    @Order(9)
    void whatWasSentIsDeliveredAndVerified() throws InterruptedException {
        awaitDelivered("movies-netflix");
        ProgramRun status = run("status", "movies-netflix");
        assertThat(status.out()).contains("movies-netflix  ACTIVE", "9 records in", "cut by age");
        ProgramRun verify = run("verify", "--stream", "movies-netflix");
        assertThat(verify.out())
                .contains("9 records in", "every delivered record is there exactly once");
        assertThat(verify.status()).isZero();
        assertThat(run("verify", "--stream", "movies-netflix", "--json").out())
                .contains("\"exactlyOnce\":true");
    }

    @Test
    @Order(10)
    void objectsAreListedAndRead() {
        assertThat(run("ls").out()).contains(BUCKET + "/");
        List<String> keys =
                run("ls", BUCKET + "/movies/")
                        .out()
                        .lines()
                        .filter(line -> line.contains("s3://"))
                        .map(line -> line.substring(line.indexOf("s3://")))
                        .toList();
        assertThat(keys).isNotEmpty();
        ProgramRun cat = run("cat", keys.getFirst());
        assertThat(cat.out())
                .startsWith(
                        "{\"MovieID\": 1, \"YearOfRelease\": 2003, \"Title\": \"Dinosaur Planet\"}\n");
        assertThat(run("cat", BUCKET + "/nothing").err()).contains("There is no object");
        assertThat(run("ls", "s3://no-such-bucket/").err()).contains("NoSuchBucket");
    }

    @Test
    @Order(11)
    void aLostObjectIsFoundOut() {
        String object = run("ls", BUCKET + "/movies/").out().lines().findFirst().orElseThrow();
        String key = object.substring(object.indexOf("s3://") + BUCKET.length() + 1);
        assertThat(key).startsWith("movies/");
        try (Clients clients = new Clients(new TargetOptions(surroundings()).target())) {
            clients.s3().deleteObject(request -> request.bucket(BUCKET.substring(5)).key(key));
        }
        ProgramRun verify = run("verify", "--stream", "movies-netflix");
        assertThat(verify.status()).isEqualTo(1);
        assertThat(verify.out()).contains("not every record is there exactly once");
    }

    @Test
    @Order(12)
    void aStackWithAFullBucketIsKeptUnlessItIsEmptied() {
        ProgramRun refused = run("delete", "--stack", "netflix");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("DELETE_FAILED");
        assertThat(refused.err()).contains("--empty-buckets");
        ProgramRun deleted = run("delete", "--stack", "netflix", "--empty-buckets");
        assertThat(deleted.err()).isEmpty();
        assertThat(deleted.status()).isZero();
        assertThat(deleted.out()).contains("emptied " + BUCKET, "DELETE_COMPLETE");
        assertThat(run("ls").out()).isEmpty();
        assertThat(run("delete", "--stack", "netflix").err())
                .contains("There is no stack netflix.");
    }

    @Test
    @Order(13)
    void createMakesStreamBucketAndRoleWhenTheyAreMissing() throws IOException {
        String films = films("1,2003,x\n");
        ProgramRun run = run("send", films, "--stream", "My_Films.v2", "--create", "--every", "0");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run("ls").out()).contains("s3://stream-my-films-v2-000000000000/");
        assertThat(run("send", films, "--stream", "My_Films.v2", "--create", "--every", "0").out())
                .doesNotContain("CREATE_IN_PROGRESS");
    }

    @Test
    @Order(14)
    void aStreamWhoseRoleIsGoneIsToldBeforeAnyRowIsSent() throws IOException {
        try (Clients clients = new Clients(new TargetOptions(surroundings()).target())) {
            String role = clients.iam().listRoles().roles().getFirst().roleName();
            clients.iam()
                    .listRolePolicies(request -> request.roleName(role))
                    .policyNames()
                    .forEach(policy ->
                            clients.iam()
                                    .deleteRolePolicy(
                                            request -> request.roleName(role).policyName(policy)));
            clients.iam().deleteRole(request -> request.roleName(role));
        }
        ProgramRun run =
                run("send", films("1,2003,x\n"), "--stream", "My_Films.v2", "--every", "0");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("The role", "does not exist");
    }

    @Test
    @Order(15)
    void aBadTemplateFailsWithItsReason() throws IOException {
        Path template = Files.writeString(home.resolve("bad.yaml"), "Resources: [\n");
        ProgramRun run = run("deploy", template.toString(), "--stack", "bad");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("hydrant: " + template + ": Template format error")
                .contains("line 2");
    }

    @Test
    @Order(16)
    void theDemoDeliversEveryRowOnAServerOfItsOwn() throws IOException {
        String quick = Files.readString(TEMPLATE).replace("Default: 60", "Default: 1");
        Path template = Files.writeString(home.resolve("quick.yaml"), quick);
        ProgramRun run = run("demo", "--max", "--template", template.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(
                        "AWS::S3::Bucket",
                        "120 rows acknowledged",
                        "{\"MovieID\": 1, \"YearOfRelease\": 1902, \"Title\": \"A Trip to the Moon\"}",
                        "120 rows sent, 120 rows in",
                        "every row exactly once",
                        "Where to look next");
    }

    @Test
    @Order(17)
    void aDemoInAFolderCanBePlayedAgain() throws IOException {
        String quick = Files.readString(TEMPLATE).replace("Default: 60", "Default: 1");
        Path template = Files.writeString(home.resolve("quick.yaml"), quick);
        Path data = home.resolve("demo");
        for (int i = 0; i < 2; i++) {
            ProgramRun run =
                    run(
                            "demo",
                            "--rows",
                            "7",
                            "--every",
                            "20ms",
                            "--template",
                            template.toString(),
                            "--data",
                            data.toString());
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("7 rows sent, 7 rows in", "hydrant serve --data " + data);
        }
    }

    @Test
    void aDemoWhosePortIsTakenLeavesNothingBehind() throws IOException {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        List<Path> before = demos(folder);
        ProgramRun run = run("demo", "--port", String.valueOf(server.endpoint().getPort()));
        assertThat(run.status()).isEqualTo(1);
        assertThat(demos(folder)).isEqualTo(before);
    }

    private static List<Path> demos(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("hydrant-demo-"))
                    .sorted()
                    .toList();
        }
    }

    private static ProgramRun deploy(String interval) {
        return run(
                "deploy",
                TEMPLATE.toString(),
                "--stack",
                "netflix",
                "-p",
                "BufferingIntervalInSeconds=" + interval);
    }

    private static void awaitDelivered(String stream) {
        Wait.upTo(PATIENCE)
                .until(
                        "all is delivered",
                        () -> run("status", stream).out(),
                        status -> status.contains("0 records, 0 bytes acknowledged"));
    }

    private static String films(String rows) throws IOException {
        return Files.writeString(home.resolve("films.csv"), rows).toString();
    }

    private static Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
    }

    private static Surroundings surroundings() {
        return ProgramRun.surroundings(home, environment());
    }

    private static ProgramRun run(String... arguments) {
        return ProgramRun.of(home, environment(), arguments);
    }
}
