package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/// The project's own template, producer and demo, as a newcomer runs them.
class PipelineTest {
    private static final Path TEMPLATE = Program.root().resolve("examples/netflix/pipeline.yaml");

    @TempDir Path folder;

    @Test
    void cfnLintFindsNothingInTheTemplate() throws IOException {
        Program.Ended ended =
                Program.run(Map.of(), Program.root(), Clients.cfnLint(), TEMPLATE.toString());
        assertThat(ended.output()).isBlank();
        assertThat(ended.status()).isZero();
    }

    @Test
    void theAwsCliDeploysTheTemplateOnceAndFindsNothingToDoTheSecondTime() throws IOException {
        String aws = Clients.aws();
        try (ServerProcess server = ServerProcess.start(folder.resolve("server"))) {
            String[] deploy = {
                aws,
                "cloudformation",
                "deploy",
                "--stack-name",
                "netflix",
                "--template-file",
                TEMPLATE.toString(),
                "--capabilities",
                "CAPABILITY_IAM",
                "CAPABILITY_NAMED_IAM"
            };
            Program.Ended first = Program.run(server.environment(), folder, deploy);
            assertThat(first.output()).contains("Successfully created/updated stack - netflix");
            Program.Ended second = Program.run(server.environment(), folder, deploy);
            assertThat(second.output())
                    .contains("No changes to deploy. Stack netflix is up to date");
        }
    }

    @Test
    void everyRowOfTheRealFileIsDeliveredExactlyOnceByTheDemo() throws IOException {
        Path films = Program.shared().resolve("data/movies-netflix.zip");
        if (!Files.exists(films)) {
            Clients.skip("no film file at " + films);
        }
        Program.Ended demo =
                Program.hydrant(
                        Map.of(),
                        "demo",
                        films.toString(),
                        "--max",
                        "--data",
                        folder.resolve("demo").toString());
        assertThat(demo.status()).as(demo.output()).isZero();
        assertThat(demo.output()).contains("17,769").contains("exactly once");
    }

    @Test
    void theDemoRunsOnItsOwnSample() throws IOException {
        Program.Ended demo = Program.hydrant(Map.of(), "demo", "--max");
        assertThat(demo.status()).as(demo.output()).isZero();
        assertThat(demo.output()).contains("exactly once");
    }

    @Test
    void deployedSentSeenAndDeletedWithTheProgramAlone() throws IOException {
        try (ServerProcess server = ServerProcess.start(folder.resolve("server"))) {
            Map<String, String> environment = server.environment();
            Path films =
                    Files.writeString(
                            folder.resolve("films.csv"),
                            "1,2003,Dinosaur Planet\n2,NULL,\"Año \"\"cero\"\", el\"\n3,2001,Amélie\n");
            succeed(environment, "deploy", TEMPLATE.toString(), "--stack", "netflix");
            String sent =
                    succeed(
                            environment,
                            "send",
                            films.toString(),
                            "--stream",
                            "movies-netflix",
                            "--every",
                            "10ms");
            assertThat(sent).contains("Dinosaur Planet", "Año \\\"cero\\\", el", "Amélie");
            assertThat(succeed(environment, "status", "movies-netflix")).contains("movies-netflix");
            assertThat(succeed(environment, "ls")).contains("s3://");
            assertThat(succeed(environment, "env")).contains("export AWS_ENDPOINT_URL=");
            succeed(environment, "delete", "--stack", "netflix", "--empty-buckets");
            assertThat(succeed(environment, "ls")).doesNotContain("netflix");
        }
    }

    @Test
    void whatTheRoleMayNotWriteIsAnErrorThatSaysWhyAndIsDeliveredOnceItMay() throws IOException {
        try (ServerProcess server = ServerProcess.start(folder.resolve("server"))) {
            Aws aws = Aws.of(server);
            aws.createPipeline("kept", "denied", 0, "GZIP");
            try (IamClient iam = aws.iam()) {
                iam.deleteRolePolicy(
                        request -> request.roleName("denied-delivery").policyName("write"));
                put(server, "denied");
                String status =
                        Wait.seconds(30)
                                .until(
                                        "the status tells the refusal",
                                        () -> status(server),
                                        text -> text.contains("S3.AccessDenied"));
                assertThat(status).contains("s3:PutObject");
                assertThat(aws.keys("kept", "")).isEmpty();
                iam.putRolePolicy(request ->
                        request.roleName("denied-delivery")
                                .policyName("write")
                                .policyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::kept/*"}]}\
                                        """));
            }
            List<String> keys =
                    Wait.seconds(60)
                            .until(
                                    "the record is delivered",
                                    () -> aws.keys("kept", "out/"),
                                    all -> !all.isEmpty());
            assertThat(keys).hasSize(1).allMatch(key -> key.endsWith(".gz"));
            String cat = succeed(server.environment(), "cat", "s3://kept/" + keys.getFirst());
            assertThat(cat).contains("\"Title\": \"Roma\"");
        }
    }

    private static String status(ServerProcess server) throws IOException {
        return Program.hydrant(server.environment(), "status", "denied", "--json").output();
    }

    private void put(ServerProcess server, String stream) throws IOException {
        Path film = Files.writeString(folder.resolve("film.csv"), "1,2018,Roma\n");
        succeed(server.environment(), "send", film.toString(), "--stream", stream, "--max");
    }

    private static String succeed(Map<String, String> environment, String... arguments)
            throws IOException {
        Program.Ended ended = Program.hydrant(environment, arguments);
        assertThat(ended.status()).as(String.join(" ", arguments) + "\n" + ended.output()).isZero();
        return ended.output();
    }
}
