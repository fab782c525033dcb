package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong around `send`: nothing that was not sent passes for sent.
class SendTroubleTest {
    private static final Path TEMPLATE = Path.of("..", "examples", "netflix", "pipeline.yaml");

    @TempDir private static Path home;
    private static Hydrant server;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
        deploy("one");
        deploy("two");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void deploy(String stream) {
        ProgramRun run =
                run(
                        "deploy",
                        TEMPLATE.toString(),
                        "--stack",
                        stream,
                        "-p",
                        "StreamName=" + stream,
                        "-p",
                        "BucketPrefix=" + stream);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
    }

    @Test
    void whatOneStreamHasIsNotPassedOverForAnother() throws IOException {
        String rows = rows("rows.csv", "1,2001,a\n2,2002,b\n");
        String progress = folder.resolve("progress").toString();
        assertThat(send(rows, "one", "--progress-file", progress).status()).isZero();
        ProgramRun other = send(rows, "two", "--progress-file", progress, "--resume");
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).contains("went to the stream one and not to two");
        ProgramRun same = send(rows, "one", "--progress-file", progress, "--resume");
        assertThat(same.status()).isZero();
        assertThat(same.out()).contains("0 rows acknowledged", "2 rows acknowledged before");
    }

    @Test
    void aStreamThatWasCreatedAnewHasNoneOfTheRows() throws IOException {
        deploy("anew");
        String rows = rows("rows.csv", "1,2001,a\n2,2002,b\n");
        assertThat(send(rows, "anew").status()).isZero();
        assertThat(run("delete", "--stack", "anew", "--empty-buckets").status()).isZero();
        deploy("anew");
        ProgramRun run = send(rows, "anew", "--resume");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("anew was created anew", "Without --resume");
    }

    @Test
    void aFileThatIsCutWhileItIsReadIsNotDone() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(i).append(",2001,\"").append("x".repeat(60)).append("\"\n");
        }
        String rows = rows("rows.csv", text.toString());
        String progress = folder.resolve("progress").toString();
        CompletableFuture<ProgramRun> sending =
                CompletableFuture.supplyAsync(
                        () -> send(rows, "one", "--rate", "5000/s", "--progress-file", progress));
        Wait.seconds(30).until("rows are sent", () -> Files.exists(Path.of(progress)));
        try (FileChannel file = FileChannel.open(Path.of(rows), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 40_000);
        }
        ProgramRun run = sending.get(60, TimeUnit.SECONDS);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("was cut or written anew while it was read", "--resume goes on");
    }

    @Test
    void badRowsAreNotWrittenOverAFileThatIsThere() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious.csv"), "precious\n");
        String rows = rows("rows.csv", "1,2001,a\nx,2002,b\n");
        ProgramRun run = send(rows, "one", "--on-bad-row", precious.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("precious.csv is there already");
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aBadRowThatEndsASendingNamesTheWaysOn() throws IOException {
        ProgramRun run = send(rows("rows.csv", "1,2001,a\nx,2002,b\n"), "one");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "acknowledged before this: 1 row; --resume goes on behind them",
                        "line 2 cannot be sent: MovieID is not a whole number",
                        "--on-bad-row skip");
    }

    @Test
    void aFieldThatIsTooLargeForARecordIsABadRowLikeOthers() throws IOException {
        String rows = rows("rows.csv", "1,2001," + "x".repeat(5_000_000) + "\n2,2002,b\n");
        ProgramRun run = send(rows, "one", "--on-bad-row", "skip", "-q");
        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.out()).contains("1 row acknowledged", "1 row left out");
    }

    @Test
    void aProgressFileWithoutEndIsRefused() throws IOException {
        ProgramRun run =
                send(rows("rows.csv", "1,2001,a\n"), "one", "--progress-file", "/dev/zero");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("/dev/zero").doesNotContain("Unexpected");
    }

    @Test
    void whoWaitsForAServerIsToldHowLong() throws IOException {
        ProgramRun run =
                ProgramRun.of(
                        home,
                        Map.of(),
                        "send",
                        rows("rows.csv", "1,2001,a\n"),
                        "--stream",
                        "one",
                        "--give-up-after",
                        "1s",
                        "--endpoint-url",
                        "http://127.0.0.1:1");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("Nothing answers at http://127.0.0.1:1; waiting for it", "hydrant serve");
    }

    private String rows(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static ProgramRun send(String rows, String stream, String... more) {
        Stream<String> usual = Stream.of("send", rows, "--stream", stream);
        boolean isPaced = List.of(more).contains("--rate");
        Stream<String> pace = isPaced ? Stream.empty() : Stream.of("--every", "0");
        return run(
                Stream.of(usual, pace, Stream.of(more))
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }

    private static ProgramRun run(String... arguments) {
        return ProgramRun.of(
                home, Map.of("AWS_ENDPOINT_URL", server.endpoint().toString()), arguments);
    }
}
