package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that lost what it had acknowledged, as a restore from an older backup does: whoever
/// goes on from a mark is told.
class ResumeAfterRestoreTest {
    private static final Path TEMPLATE = Path.of("..", "examples", "netflix", "pipeline.yaml");

    @TempDir private Path home;
    private Hydrant server;
    private Path rows;
    private Path mark;

    @BeforeEach
    void start() throws IOException {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
        rows = home.resolve("rows.csv");
        mark = home.resolve("marks").resolve("rows");
        succeed("deploy", TEMPLATE.toString(), "--stack", "netflix");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rowsThatTheServerLostAreNotPassedOver() throws Exception {
        append("1,2001,a\n2,2002,b\n");
        assertThat(send().status()).isZero();
        restoreAfter(() -> {
            append("3,2003,c\n");
            assertThat(send("--resume").out()).contains("1 row acknowledged", "2 rows");
        });
        append("4,2004,d\n");
        ProgramRun run = send("--resume");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "has lost records of movies-netflix",
                        "taken 2 in all, and at least 3",
                        "Without --resume all rows are sent");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aMarkFromBeforeTheBackupHolds() throws Exception {
        append("1,2001,a\n2,2002,b\n");
        assertThat(send().status()).isZero();
        restoreAfter(() -> {});
        append("3,2003,c\n");
        ProgramRun run = send("--resume");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 row acknowledged", "2 rows acknowledged before");
    }

    @Test
    void whatOthersSentBeforeCountsToo() throws Exception {
        append("1,2001,a\n2,2002,b\n");
        assertThat(send("--progress-file", home.resolve("other").toString()).status()).isZero();
        restoreAfter(() -> assertThat(send().status()).isZero());
        ProgramRun run = send("--resume");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("taken 2 in all, and at least 4");
    }

    @Test
    void aFollowerDoesNotPassThemOverEither() throws Exception {
        append("1,2001,a\n2,2002,b\n");
        followUntil("\"records\":2");
        restoreAfter(() -> {
            append("3,2003,c\n");
            followUntil("\"records\":3");
        });
        ProgramRun run = send("--follow");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("taken 2 in all, and at least 3", "move " + mark + " away");
    }

    @Test
    void withoutAMarkItIsSaidThatAllRowsAreSent() throws Exception {
        append("1,2001,a\n");
        ProgramRun run = send("--resume");
        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("No mark of an earlier run is in " + mark, "from row 1.");
        assertThat(run.out()).contains("1 row acknowledged");
    }

    /// Follows the rows until its mark says so, and ends it.
    private void followUntil(String said) throws InterruptedException {
        Thread follower = Thread.ofPlatform().start(() -> send("--follow"));
        Wait.seconds(30).until(said, () -> isMarked(said));
        follower.interrupt();
        follower.join();
    }

    private boolean isMarked(String said) throws IOException {
        if (!Files.exists(mark)) {
            return false;
        }
        String kept = Files.readString(mark);
        return kept.contains(said) && !kept.contains("underWay");
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    /// Backs up, takes the step, and goes on with the server as it was before.
    private void restoreAfter(Step step) throws IOException, InterruptedException {
        Path copy = home.resolve("copy");
        succeed("backup", "--to", copy.toString());
        step.take();
        server.close();
        server = Hydrant.start(ServerSettings.local(copy));
    }

    private void append(String text) throws IOException {
        Files.writeString(rows, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private ProgramRun send(String... more) {
        String[] usual = {
            "send", rows.toString(), "--stream", "movies-netflix", "--every", "0", "--quiet"
        };
        String[] marked =
                more.length > 1 ? new String[0] : new String[] {"--progress-file", mark.toString()};
        String[] all = new String[usual.length + marked.length + more.length];
        System.arraycopy(usual, 0, all, 0, usual.length);
        System.arraycopy(marked, 0, all, usual.length, marked.length);
        System.arraycopy(more, 0, all, usual.length + marked.length, more.length);
        return run(all);
    }

    private void succeed(String... arguments) {
        ProgramRun run = run(arguments);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
    }

    private ProgramRun run(String... arguments) {
        return ProgramRun.of(
                home, Map.of("AWS_ENDPOINT_URL", server.endpoint().toString()), arguments);
    }
}
