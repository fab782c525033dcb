package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.client.Clients;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/// `hydrant flush`: what waits for an interval of a quarter of an hour is delivered at once.
class FlushTest {
    private static final Path TEMPLATE = Path.of("..", "examples", "netflix", "pipeline.yaml");
    private static final String STREAM = "movies-netflix";

    @TempDir private static Path home;
    private static Hydrant server;

    @BeforeAll
    static void start() throws IOException {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
        ProgramRun run =
                run(
                        "deploy",
                        TEMPLATE.toString(),
                        "--stack",
                        "netflix",
                        "-p",
                        "BufferingIntervalInSeconds=900");
        assertThat(run.status()).as(run.err()).isZero();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatTheStreamHoldsIsDeliveredWhateverItsHintsSay() {
        put("one");
        ProgramRun flush = run("flush", STREAM);
        assertThat(flush.status()).as(flush.err()).isZero();
        assertThat(flush.out())
                .startsWith("movies-netflix delivers now what it holds.\n")
                .contains("`hydrant status movies-netflix`");
        awaitDelivered(1);
        put("two");
        assertThat(run("flush", "--stream", STREAM, "--json").out())
                .isEqualTo("{\"stream\":\"movies-netflix\",\"flushing\":true}\n");
        awaitDelivered(2);
    }

    @Test
    void whatCannotBeFlushedIsToldInOneLine() {
        assertRefused(run("flush", "nosuch"), 1, "nosuch");
        assertRefused(run("flush", "nosuch"), 1, "`hydrant status` lists the streams");
        assertRefused(run("flush", "a/../b"), 1, "There is no delivery stream a/../b.");
        assertRefused(run("flush", ".."), 1, "`hydrant status` lists the streams");
        assertRefused(run("flush"), 2, "`hydrant flush STREAM`");
        Map<String, String> keys =
                Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret");
        assertRefused(
                ProgramRun.of(home, keys, "flush", STREAM, "--aws", "--region", "us-east-1"),
                2,
                "hints alone");
    }

    @Test
    void whoMayNotIsToldWhichPermissionIsMissing() {
        Map<String, String> user = new HashMap<>(environment());
        try (Clients clients = clients()) {
            clients.iam().createUser(create -> create.userName("u"));
            var key = clients.iam().createAccessKey(of -> of.userName("u")).accessKey();
            user.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
            user.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
        }
        assertRefused(ProgramRun.of(home, user, "flush", STREAM), 1, "hydrant:FlushDeliveryStream");
    }

    private static void assertRefused(ProgramRun run, int status, String words) {
        assertThat(run.err()).contains(words);
        assertThat(run.status()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
    }

    private static void put(String text) {
        try (Clients clients = clients()) {
            clients.firehose()
                    .putRecord(put ->
                            put.deliveryStreamName(STREAM)
                                    .record(record -> record.data(SdkBytes.fromUtf8String(text))));
        }
    }

    private static void awaitDelivered(long records) {
        try (Clients clients = clients()) {
            Wait.seconds(60)
                    .until(
                            "it is delivered",
                            () ->
                                    clients.pages().status(STREAM).stream(STREAM)
                                            .deliveredRecords()
                                            .orElse(0L),
                            delivered -> delivered == records);
        }
    }

    private static Clients clients() {
        return new TargetOptions(ProgramRun.surroundings(home, environment())).connect();
    }

    private static Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
    }

    private static ProgramRun run(String... arguments) {
        return ProgramRun.of(home, environment(), arguments);
    }
}
