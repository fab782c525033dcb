package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The assignment, with its own template and program and the clients it names.
class RequirementTest {
    private static final String STACK = "StackEntrega1Firehose";
    private static final String BUCKET = "aws-kinesis-firehose-deliverystream-000000000000";
    private static final List<String> ROWS =
            List.of(
                    "1,2003,Dinosaur Planet",
                    "2,2004,Isle of Man TT 2004 Review",
                    "3,NULL,\"Sin año, con \"\"comillas\"\"\"",
                    "4,2001,Amélie");

    @TempDir static Path folder;
    private static ServerProcess server;

    @BeforeAll
    static void startServer() throws IOException {
        server = ServerProcess.start(folder.resolve("server"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void theProgramsRowsArriveUnderTheTemplatesPrefixAndTheFullBucketOutlivesTheStack()
            throws IOException {
        createStack(Requirement.read());
        runProgram(Requirement.read());
        String key = waitForOneObject();
        assertThat(key)
                .matches(
                        "data/input/firehose/streams/year=\\d{4}/month=\\d\\d/day=\\d\\d/hour=\\d\\d"
                                + "firehose_to_s3_stream_from_py-1-\\d{4}-\\d\\d-\\d\\d-\\d\\d-\\d\\d-\\d\\d-[0-9a-f-]{36}");
        assertThat(aws("s3", "cp", "s3://" + BUCKET + "/" + key, "-").output())
                .isEqualTo(
                        "{\"MovieID\": 1, \"YearOfRelease\": 2003, \"Title\": \"Dinosaur Planet\"}"
                                + "{\"MovieID\": 2, \"YearOfRelease\": 2004, \"Title\": \"Isle of Man TT 2004 Review\"}"
                                + "{\"MovieID\": 3, \"YearOfRelease\": 0, \"Title\": \"Sin a\\u00f1o, con \\\"comillas\\\"\"}"
                                + "{\"MovieID\": 4, \"YearOfRelease\": 2001, \"Title\": \"Am\\u00e9lie\"}");
        aFullVersionedBucketStopsTheDeletion();
        onceEmptiedTheStackIsGone();
    }

    private static void createStack(Requirement requirement) throws IOException {
        Path template =
                Files.writeString(folder.resolve("firehose_to_s3.yaml"), requirement.template());
        String body = "file://" + template;
        assertThat(succeed("cloudformation", "validate-template", "--template-body", body))
                .contains("\"CAPABILITY_IAM\"")
                .contains("The following resource(s) require capabilities: [AWS::IAM::Role");
        String[] create = {
            "cloudformation",
            "create-stack",
            "--stack-name",
            STACK,
            "--template-body",
            body,
            "--capabilities",
            "CAPABILITY_NAMED_IAM"
        };
        assertThat(succeed(create))
                .contains("arn:aws:cloudformation:us-east-1:000000000000:stack/" + STACK);
        succeed("cloudformation", "wait", "stack-create-complete", "--stack-name", STACK);
        assertThat(aws(create).output())
                .contains("AlreadyExistsException", "Stack [" + STACK + "] already exists");
        assertThat(
                        succeed(
                                "firehose",
                                "describe-delivery-stream",
                                "--delivery-stream-name",
                                "firehose_to_s3_stream_from_py"))
                .contains(
                        "\"IntervalInSeconds\": 60",
                        "\"SizeInMBs\": 50",
                        "\"DeliveryStreamStatus\": \"ACTIVE\"");
        assertThat(
                        succeed(
                                        "cloudformation",
                                        "describe-stack-events",
                                        "--stack-name",
                                        STACK,
                                        "--query",
                                        "length(StackEvents)")
                                .strip())
                .isEqualTo("14");
    }

    private static void runProgram(Requirement requirement) throws IOException {
        Clients.Python python = Clients.python("pandas");
        Files.createDirectories(folder.resolve("data"));
        try (OutputStream file = Files.newOutputStream(folder.resolve("data/movies-netflix.zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("movies-netflix.csv"));
            zip.write((String.join("\r\n", ROWS) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        Path program = Files.writeString(folder.resolve("send.py"), requirement.correctedProgram());
        Program.Ended ended =
                Program.run(with(python), folder, python.command(), program.toString());
        assertThat(ended.output()).contains("All data has been sent to Firehose stream!");
        assertThat(ended.status()).isZero();
    }

    private static String waitForOneObject() {
        Aws aws = Aws.of(server);
        return Wait.upTo(Duration.ofSeconds(90))
                .until(
                        "an object is delivered",
                        () -> aws.keys(BUCKET, "data/"),
                        keys -> !keys.isEmpty())
                .getFirst();
    }

    private static void aFullVersionedBucketStopsTheDeletion() throws IOException {
        Program.Ended removal = aws("s3", "rb", "s3://" + BUCKET, "--force");
        assertThat(removal.status()).isEqualTo(1);
        assertThat(removal.output())
                .contains(
                        "remove_bucket failed: s3://" + BUCKET,
                        "BucketNotEmpty",
                        "You must delete all versions in the bucket.");
        succeed("cloudformation", "delete-stack", "--stack-name", STACK);
        assertThat(
                        aws(
                                        "cloudformation",
                                        "wait",
                                        "stack-delete-complete",
                                        "--stack-name",
                                        STACK)
                                .status())
                .isEqualTo(255);
        assertThat(succeed("cloudformation", "describe-stacks", "--stack-name", STACK))
                .contains(
                        "\"StackStatus\": \"DELETE_FAILED\"",
                        "The following resource(s) failed to delete: [rS3Bucket]. ");
    }

    private static Map<String, String> with(Clients.Python python) {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.putAll(python.environment());
        return environment;
    }

    private static void onceEmptiedTheStackIsGone() throws IOException {
        Clients.Python python = Clients.python();
        Program.Ended emptied =
                Program.run(
                        with(python),
                        folder,
                        python.command(),
                        "-c",
                        "import boto3; boto3.resource('s3').Bucket('"
                                + BUCKET
                                + "').object_versions.delete()");
        assertThat(emptied.status()).as(emptied.output()).isZero();
        succeed("cloudformation", "delete-stack", "--stack-name", STACK);
        succeed("cloudformation", "wait", "stack-delete-complete", "--stack-name", STACK);
        assertThat(aws("cloudformation", "describe-stacks", "--stack-name", STACK).output())
                .contains("Stack with id " + STACK + " does not exist");
    }

    @Test
    void aStackWhoseBucketStaysEmptyIsDeletedWhole() throws IOException {
        Path template =
                Files.writeString(
                        folder.resolve("other.yaml"),
                        Requirement.read()
                                .template()
                                .replace("firehose_to_s3_stream_from_py", "another"));
        succeed(
                "cloudformation",
                "create-stack",
                "--stack-name",
                "Unused",
                "--template-body",
                "file://" + template,
                "--capabilities",
                "CAPABILITY_IAM",
                "--parameters",
                "ParameterKey=pBucketName,ParameterValue=unused");
        succeed("cloudformation", "wait", "stack-create-complete", "--stack-name", "Unused");
        succeed("cloudformation", "delete-stack", "--stack-name", "Unused");
        succeed("cloudformation", "wait", "stack-delete-complete", "--stack-name", "Unused");
        assertThat(succeed("s3", "ls")).doesNotContain("unused-000000000000");
    }

    private static String succeed(String... command) throws IOException {
        Program.Ended ended = aws(command);
        assertThat(ended.status()).as(String.join(" ", command) + "\n" + ended.output()).isZero();
        return ended.output();
    }

    private static Program.Ended aws(String... command) throws IOException {
        String[] whole = new String[command.length + 1];
        whole[0] = Clients.aws();
        System.arraycopy(command, 0, whole, 1, command.length);
        return Program.run(Map.copyOf(server.environment()), folder, whole);
    }
}
