package io.hydrant.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.s3.CredentialsPlace;
import io.hydrant.s3.RemoteS3Settings;
import io.hydrant.server.Hydrant;
import io.hydrant.server.RootCredentials;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands that are about objects find those that the server delivered into another S3: here
/// that of a second server.
class OtherS3CommandsTest {
    private static final Path EXAMPLE = Path.of("..", "examples", "netflix", "pipeline.yaml");
    private static final String BUCKET = "movies-netflix-000000000000";
    private static final List<String> KEY = List.of("aws.accessKeyId", "aws.secretAccessKey");

    @TempDir private Path home;
    private Hydrant there;
    private Hydrant here;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        there = Hydrant.start(ServerSettings.local(home.resolve("there")));
        RootCredentials root = there.rootCredentials();
        StaticCredentialsProvider key =
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                                root.accessKeyId(), root.secretAccessKey().reveal()));
        System.setProperty(KEY.get(0), root.accessKeyId());
        System.setProperty(KEY.get(1), root.secretAccessKey().reveal());
        URI endpoint = there.endpoint();
        here =
                Hydrant.start(
                        ServerSettings.local(home.resolve(".hydrant"))
                                .with(
                                        RemoteS3Settings.at(endpoint)
                                                .with(new CredentialsPlace.Held(key))));
        s3 =
                S3Client.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .httpClient(UrlConnectionHttpClient.create())
                        .credentialsProvider(key)
                        .build();
    }

    @AfterEach
    void stop() {
        KEY.forEach(System::clearProperty);
        s3.close();
        here.close();
        there.close();
    }

    @Test
    void objectsElsewhereAreListedReadProvenSentAgainCheckedAndDeleted() throws IOException {
        ok("deploy", EXAMPLE.toString(), "--stack", "s", "-p", "BufferingIntervalInSeconds=1");
        Path films = Files.writeString(home.resolve("films.csv"), "1,1902,A\n2,1922,B\n");
        ok("send", films.toString(), "--stream", "movies-netflix", "--max");
        String key = delivered(1).getFirst();

        assertThat(ok("ls", "s3://" + BUCKET + "/").out()).contains("movies/");
        assertThat(ok("cat", "s3://" + BUCKET + "/" + key).out())
                .contains("\"Title\": \"A\"", "\"Title\": \"B\"");
        assertThat(ok("verify", "--stream", "movies-netflix").out()).contains("exactly once");

        String error =
                """
                {"attemptsMade":1,"arrivalTimestamp":1764230400000,"errorCode":"A","errorMessage":"m","attemptEndingTimestamp":1764230400000,"rawData":"%s"}
                """
                        .formatted(Base64.getEncoder().encodeToString("again\n".getBytes(UTF_8)));
        s3.putObject(put -> put.bucket(BUCKET).key("errors/one"), RequestBody.fromString(error));
        String[] redrive = {
            "redrive", "s3://" + BUCKET + "/errors/", "--stream", "movies-netflix", "--json"
        };
        assertThat(ok(redrive).out()).contains("errors/one");
        delivered(2);
        ok(redrive);
        assertThat(ok("verify", "--stream", "movies-netflix").out()).contains("3 records");

        ProgramRun checked =
                ok(
                        "check",
                        "--s3-endpoint",
                        there.endpoint().toString(),
                        "--s3",
                        "s3://" + BUCKET + "/movies/",
                        "--json");
        assertThat(checked.out().lines().toList())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(json(line).isObject()).isTrue());

        ProgramRun deleted = ok("delete", "--stack", "s", "--empty-buckets");
        assertThat(deleted.out()).contains("emptied s3://" + BUCKET).doesNotContain("FAILED");
        assertThat(s3.listBuckets().buckets()).isEmpty();
    }

    private static JsonNode json(String line) {
        return JsonMapper.shared().readTree(line);
    }

    private List<String> delivered(int count) {
        return Wait.seconds(60)
                .until(
                        count + " objects",
                        () ->
                                s3
                                        .listObjectsV2(
                                                list -> list.bucket(BUCKET).prefix("movies/"))
                                        .contents()
                                        .stream()
                                        .map(object -> object.key())
                                        .toList(),
                        keys -> keys.size() >= count);
    }

    private ProgramRun ok(String... arguments) {
        ProgramRun run =
                ProgramRun.of(
                        home, Map.of("AWS_ENDPOINT_URL", here.endpoint().toString()), arguments);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        return run;
    }
}
