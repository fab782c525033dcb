package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store as `aws s3` uses it.
class AwsCliTest {
    private static final Path PYENV = Path.of("/root/.pyenv/shims/aws");

    /// What a command printed, both streams together, and how it ended.
    private record Ended(int status, String output) {}

    @TempDir Path folder;
    private RunningS3 server;

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(PYENV), "skipped: no aws CLI at " + PYENV);
        server = new RunningS3(folder);
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void filesGoThereAndBack() throws Exception {
        Path film = Files.writeString(folder.resolve("a film+ñ.txt"), "Alien, 1979");
        assertThat(aws("s3", "mb", "s3://films").output()).isEqualTo("make_bucket: films\n");
        succeed("s3", "cp", film.toString(), "s3://films/x/../y//a film+ñ 😀.txt");
        assertThat(succeed("s3", "ls", "s3://films/x/../y//")).contains("11 a film+ñ 😀.txt");
        succeed("s3", "mv", "s3://films/x/../y//a film+ñ 😀.txt", "s3://films/d/moved");
        assertThat(succeed("s3", "cp", "s3://films/d/moved", "-")).isEqualTo("Alien, 1979");
        assertThat(succeed("s3", "ls", "s3://films")).contains("PRE d/").doesNotContain("PRE x/");
        assertThat(aws("s3", "cp", "s3://films/missing", folder.toString()).output())
                .contains("Key \"missing\" does not exist");
        URI presigned = URI.create(succeed("s3", "presign", "s3://films/d/moved").strip());
        assertThat(presigned.getQuery()).contains("AWSAccessKeyId=");
        assertThat(get(presigned)).isEqualTo("Alien, 1979");
        succeed("s3", "rm", "s3://films/d/moved");
        succeed("s3", "rb", "s3://films");
    }

    @Test
    void aLargeFileGoesInPartsAndAFolderIsSynchronised() throws Exception {
        Path there = Files.createDirectory(folder.resolve("there"));
        Path back = folder.resolve("back");
        byte[] large = new byte[20 << 20];
        new SplittableRandom(3).nextBytes(large);
        Files.write(there.resolve("large"), large);
        Files.writeString(there.resolve("small"), "small");
        succeed("s3", "mb", "s3://films");
        succeed("s3", "sync", there.toString(), "s3://films/p");
        succeed("s3", "sync", "s3://films/p", back.toString());
        assertThat(Files.mismatch(there.resolve("large"), back.resolve("large"))).isEqualTo(-1);
        assertThat(Files.readString(back.resolve("small"))).isEqualTo("small");
        assertThat(succeed("s3api", "head-object", "--bucket", "films", "--key", "p/large"))
                .contains("-3\\\"");
        succeed("s3", "rb", "s3://films", "--force");
    }

    @Test
    void aVersionedBucketIsNotRemovedByForce() throws Exception {
        Path film = Files.writeString(folder.resolve("film"), "Alien");
        succeed("s3", "mb", "s3://films");
        succeed(
                "s3api",
                "put-bucket-versioning",
                "--bucket",
                "films",
                "--versioning-configuration",
                "Status=Enabled");
        succeed("s3", "cp", film.toString(), "s3://films/film");
        Ended forced = aws("s3", "rb", "s3://films", "--force");
        assertThat(forced.status()).isEqualTo(1);
        assertThat(forced.output())
                .contains(
                        "remove_bucket failed: s3://films An error occurred (BucketNotEmpty) when"
                                + " calling the DeleteBucket operation: The bucket you tried to"
                                + " delete is not empty. You must delete all versions in the"
                                + " bucket.");
    }

    private String succeed(String... arguments) throws Exception {
        Ended ended = aws(arguments);
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }

    private Ended aws(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PYENV.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AWS_ENDPOINT_URL", server.uri().toString());
        builder.environment().put("AWS_DEFAULT_REGION", "us-east-1");
        builder.environment().put("AWS_ACCESS_KEY_ID", RunningS3.ROOT.accessKeyId());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", RunningS3.ROOT.secretAccessKey());
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static String get(URI uri) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
