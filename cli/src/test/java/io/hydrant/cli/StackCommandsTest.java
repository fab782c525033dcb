package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.client.Clients;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `deploy` says what to do about a name that is taken, `delete --empty-buckets` empties what is
/// deleted and nothing else, and `stacks` shows what there is and what happened.
class StackCommandsTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "netflix", "pipeline.yaml");

    @TempDir private static Path home;
    private static Hydrant server;
    private static Clients clients;

    @BeforeAll
    static void start() throws IOException {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
        clients =
                new Clients(
                        new TargetOptions(ProgramRun.surroundings(home, environment())).target());
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.close();
    }

    @Test
    void aSecondStackOfTheExampleIsToldWhichNamesItNeeds() {
        assertThat(run("deploy", EXAMPLE.toString(), "--stack", "first").status()).isZero();
        ProgramRun second = run("deploy", EXAMPLE.toString(), "--stack", "second");
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err())
                .contains(
                        "already exists",
                        "The name movies-netflix-000000000000 is taken by the stack first.",
                        "hydrant delete --stack second",
                        "-p StreamName=… -p BucketPrefix=…");
        assertThat(run("delete", "--stack", "second").status()).isZero();
        assertThat(
                        run(
                                        "deploy",
                                        EXAMPLE.toString(),
                                        "--stack",
                                        "second",
                                        "-p",
                                        "StreamName=second",
                                        "-p",
                                        "BucketPrefix=second")
                                .status())
                .isZero();
    }

    @Test
    void aNameThatNoStackHasIsSaidToBeNoStacks() throws IOException {
        clients.s3().createBucket(request -> request.bucket("by-hand"));
        ProgramRun run = deploy("hand", bucket("by-hand", "Delete"));
        assertThat(run.err())
                .contains("The name by-hand is taken, and by no stack", "in the template");
    }

    @Test
    void aDeletionThatIsRefusedEmptiesNothing() throws IOException {
        assertThat(deploy("guarded", bucket("guarded", "Delete")).status()).isZero();
        put("guarded");
        clients.cloudFormation()
                .updateTerminationProtection(
                        request -> request.stackName("guarded").enableTerminationProtection(true));
        ProgramRun refused = run("delete", "--stack", "guarded", "--empty-buckets");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("TerminationProtection");
        assertThat(objects("guarded")).isEqualTo(1);
    }

    @Test
    void aDeletionThatIsTakenBackSaysWhy() throws IOException {
        String exporter =
                """
                {"Resources": {"H": {"Type": "AWS::CloudFormation::WaitConditionHandle"}},
                 "Outputs": {"O": {"Value": "v", "Export": {"Name": "shared"}}}}
                """;
        String importer =
                """
                {"Resources": {"H": {"Type": "AWS::CloudFormation::WaitConditionHandle"}},
                 "Outputs": {"O": {"Value": {"Fn::ImportValue": "shared"}}}}
                """;
        assertThat(deploy("exporter", exporter).status()).isZero();
        assertThat(deploy("importer", importer).status()).isZero();
        ProgramRun refused = run("delete", "--stack", "exporter", "--empty-buckets");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("ended in CREATE_COMPLETE: ", "shared", "Remove what is in the way")
                .doesNotContain("empties it");
    }

    @Test
    void aBucketThatTheStackKeepsIsNotEmptied() throws IOException {
        assertThat(deploy("keeping", bucket("kept", "Retain")).status()).isZero();
        put("kept");
        ProgramRun deleted = run("delete", "--stack", "keeping", "--empty-buckets");
        assertThat(deleted.status()).isZero();
        assertThat(deleted.out()).doesNotContain("emptied");
        assertThat(objects("kept")).isEqualTo(1);
    }

    @Test
    void aBucketThatSomebodyMadeAnewIsNotEmptied() throws IOException {
        assertThat(deploy("former", bucket("anew", "Delete")).status()).isZero();
        clients.s3().deleteBucket(request -> request.bucket("anew"));
        clients.s3().createBucket(request -> request.bucket("anew"));
        put("anew");
        ProgramRun deleted = run("delete", "--stack", "former", "--empty-buckets");
        assertThat(deleted.status()).as(deleted.err()).isZero();
        assertThat(deleted.out()).doesNotContain("emptied");
        assertThat(objects("anew")).isEqualTo(1);
    }

    @Test
    void theStacksOwnBucketIsEmptiedAndDeleted() throws IOException {
        assertThat(deploy("own", bucket("own-bucket", "Delete")).status()).isZero();
        put("own-bucket");
        ProgramRun deleted = run("delete", "--stack", "own", "--empty-buckets");
        assertThat(deleted.status()).as(deleted.err()).isZero();
        assertThat(deleted.out())
                .contains("emptied s3://own-bucket: 1 object version deleted")
                .contains("DELETE_COMPLETE")
                .as("nothing failed")
                .doesNotContain("FAILED");
    }

    @Test
    void aBucketThatIsNotToBeEmptiedIsSeenToFail() throws IOException {
        assertThat(deploy("full", bucket("full-bucket", "Delete")).status()).isZero();
        put("full-bucket");
        ProgramRun kept = run("delete", "--stack", "full");
        assertThat(kept.status()).isEqualTo(1);
        assertThat(kept.out()).contains("DELETE_FAILED");
        assertThat(kept.err()).contains("--empty-buckets");
    }

    @Test
    void whatIsWrongInATemplateNamesItsFile() throws IOException {
        for (String template :
                new String[] {"Resources: [", "{}", "Resources: {A: {Type: AWS::S3::Nothing}}"}) {
            ProgramRun wrong = deploy("wrong", template);
            assertThat(wrong.status()).isEqualTo(1);
            assertThat(wrong.err()).contains(home.resolve("wrong.yaml") + ": ");
        }
        ProgramRun tab = deploy("wrong", "Resources:\n\tA: b\n");
        assertThat(tab.err()).contains(home.resolve("wrong.yaml") + ": ", "is indented with a tab");
        ProgramRun name = deploy("wrong_name", bucket("b", "Delete"));
        assertThat(name.err()).contains("stackName").doesNotContain("wrong_name.yaml: ");
    }

    @Test
    void stacksAreListedWithTheirStatusAndSinceWhen() throws IOException {
        deploy("listed", bucket("listed", "Delete"));
        deploy("failed", bucket("listed", "Delete"));
        deploy("gone", bucket("gone", "Delete"));
        run("delete", "--stack", "gone");
        Stack failed = described("failed");
        ProgramRun list = run("stacks");
        assertThat(list.status()).as(list.err()).isZero();
        assertThat(list.out().lines())
                .anySatisfy(line ->
                        assertThat(line)
                                .matches("listed +CREATE_COMPLETE +since [-0-9]{10} [:0-9]{8}"))
                .anySatisfy(line -> assertThat(line).matches("failed +ROLLBACK_COMPLETE +since .*"))
                .noneMatch(line -> line.startsWith("gone"));
        JsonNode document =
                run("stacks", "--json")
                        .out()
                        .lines()
                        .map(JsonMapper.shared()::readTree)
                        .filter(stack -> stack.path("stack").asString().equals("failed"))
                        .findFirst()
                        .orElseThrow();
        assertThat(document.path("id").asString()).isEqualTo(failed.stackId());
        assertThat(document.path("status").asString()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(Instant.parse(document.path("created").asString()))
                .isEqualTo(failed.creationTime());
        assertThat(Instant.parse(document.path("since").asString()))
                .isAfterOrEqualTo(failed.creationTime());
    }

    @Test
    void whatHappenedToAStackIsShownFromItsBeginningAlsoOnceItIsDeleted() throws IOException {
        deploy("eventful", bucket("eventful", "Delete"));
        String id = described("eventful").stackId();
        ProgramRun history = run("stacks", "eventful");
        assertThat(history.status()).as(history.err()).isZero();
        assertThat(history.out().lines().toList().getFirst())
                .matches("[-0-9]{10} [:0-9]{8}  CREATE_IN_PROGRESS .* eventful  User Initiated");
        assertThat(history.out().lines().toList().getLast())
                .matches("[-0-9]{10} [:0-9]{8}  CREATE_COMPLETE +AWS::CloudFormation::Stack .*");
        assertThat(run("stacks", "eventful", "--json").out().lines())
                .hasSameSizeAs(history.out().lines().toList())
                .first()
                .satisfies(line ->
                        assertThat(JsonMapper.shared().readTree(line).path("status").asString())
                                .isEqualTo("CREATE_IN_PROGRESS"));
        run("delete", "--stack", "eventful");
        assertThat(run("stacks", id).out()).contains("DELETE_COMPLETE");
        ProgramRun byName = run("stacks", "eventful");
        assertThat(byName.status()).isEqualTo(1);
        assertThat(byName.err()).contains("There is no stack eventful.", "`hydrant stacks` lists");
    }

    @Test
    void eventsAreFollowedUntilTheStackIsSettledAndTheExitStatusSaysHow() throws Exception {
        String slow =
                """
                Resources:
                  Handle: {Type: AWS::CloudFormation::WaitConditionHandle}
                  Bucket:
                    Type: AWS::S3::Bucket
                    Properties: {BucketName: followed}
                """;
        clients.cloudFormation()
                .createStack(create -> create.stackName("followed").templateBody(slow));
        ProgramRun followed = run("events", "followed", "--follow");
        assertThat(followed.status()).as(followed.err()).isZero();
        assertThat(followed.out().lines().toList().getFirst()).contains("CREATE_IN_PROGRESS");
        assertThat(followed.out().lines().toList().getLast())
                .contains("CREATE_COMPLETE", "AWS::CloudFormation::Stack");
        assertThat(run("events", "followed").out()).isEqualTo(followed.out());

        clients.cloudFormation()
                .createStack(create ->
                        create.stackName("doomed").templateBody(bucket("followed", "Delete")));
        ProgramRun doomed = run("events", "doomed", "-f", "--json");
        assertThat(doomed.status()).isEqualTo(1);
        assertThat(doomed.out()).contains("CREATE_FAILED", "\"event\":\"failed\"");
        assertThat(doomed.err()).contains("The stack doomed ended in ROLLBACK_COMPLETE.");

        String id = described("followed").stackId();
        clients.cloudFormation().deleteStack(delete -> delete.stackName("followed"));
        ProgramRun deleted = run("events", id, "--follow");
        assertThat(deleted.status()).as(deleted.err()).isZero();
        assertThat(deleted.out()).contains("DELETE_COMPLETE");
        assertThat(run("events", "followed", "--follow").err())
                .contains("There is no stack followed.");
    }

    private static Stack described(String stack) {
        return clients.cloudFormation()
                .describeStacks(request -> request.stackName(stack))
                .stacks()
                .getFirst();
    }

    private static String bucket(String name, String policy) {
        return """
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
            DeletionPolicy: %s
            Properties: {BucketName: %s}
        """
                .formatted(policy, name);
    }

    private static ProgramRun deploy(String stack, String template) throws IOException {
        Path file = Files.writeString(home.resolve(stack + ".yaml"), template);
        return run("deploy", file.toString(), "--stack", stack);
    }

    private static void put(String bucket) {
        clients.s3()
                .putObject(
                        request -> request.bucket(bucket).key("precious"),
                        RequestBody.fromString("bytes"));
    }

    private static int objects(String bucket) {
        return clients.s3().listObjectsV2(request -> request.bucket(bucket)).keyCount();
    }

    private static Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
    }

    private static ProgramRun run(String... arguments) {
        return ProgramRun.of(home, environment(), arguments);
    }
}
