package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.cli.client.Clients;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `hydrant top` and `hydrant status --watch` before a person, a pipe and a program.
class WatchTest {
    private static final String ESCAPE = "\u001b";
    private static final String SCREEN_TAKEN = ESCAPE + "[?1049h";
    private static final String SCREEN_GIVEN_BACK =
            ESCAPE + "[?7h" + ESCAPE + "[?25h" + ESCAPE + "[?1049l";

    @TempDir private Path home;
    private Hydrant server;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(TerminalRun.isPossible(), "no python3, which makes terminals");
        server = started(0);
        try (Clients clients =
                new Clients(
                        new TargetOptions(ProgramRun.surroundings(home, environment())).target())) {
            String role =
                    clients.iam()
                            .createRole(create ->
                                    create.roleName("delivery")
                                            .assumeRolePolicyDocument(
                                                    """
                                                    {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                                     "Principal": {"Service": "firehose.amazonaws.com"},
                                                     "Action": "sts:AssumeRole"}}\
                                                    """))
                            .role()
                            .arn();
            clients.firehose()
                    .createDeliveryStream(create ->
                            create.deliveryStreamName("films")
                                    .extendedS3DestinationConfiguration(destination ->
                                            destination
                                                    .roleARN(role)
                                                    .bucketARN("arn:aws:s3:::films")));
            clients.firehose()
                    .putRecord(put ->
                            put.deliveryStreamName("films")
                                    .record(record ->
                                            record.data(SdkBytes.fromUtf8String("Amélie"))));
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"type q", "type \\x03", "signal TERM"})
    void whoeverEndsItHasTheTerminalAsItWasBefore(String end) throws IOException {
        try (TerminalRun run = TerminalRun.of(24, 80, home, environment(), "top")) {
            run.awaitOutput(0, "films");
            run.order("type \\x1a"); // Ctrl-Z leaves no screen behind
            run.order(end);
            TerminalRun.Ended ended = run.ended();
            assertThat(ended.status()).isZero();
            assertThat(ended.keyboardAsBefore()).isTrue();
            assertThat(ended.output())
                    .startsWith(SCREEN_TAKEN)
                    .endsWith(SCREEN_GIVEN_BACK)
                    .contains("1 stream, 7 bytes waiting", "BUFFER", "IN/S", "OLDEST");
        }
    }

    @Test
    void onlyWhatChangedIsDrawnAndAWindowMayChangeItsSize() throws IOException {
        try (TerminalRun run =
                TerminalRun.of(24, 80, home, environment(), "status", "films", "-w", "0.2")) {
            run.awaitOutput(0, "films");
            run.awaitOutput(0, "1s"); // the buffer's age is drawn anew, the rest is not
            assertThat(run.output().split("BACKLOG", -1)).hasSize(2);
            assertThat(run.output().split("\\[2J", -1)).hasSize(2);
            int before = run.output().length();
            run.order("size 10 40");
            run.awaitOutput(before, "[2J");
            run.awaitOutput(before, ESCAPE + "[10;1H");
            assertThat(run.output().substring(before)).doesNotContain("BACKLOG", "[11;1H");
            run.order("type q");
            assertThat(run.ended().status()).isZero();
        }
    }

    @Test
    void aServerThatGoesAwayIsSaidSoAndComesBack() throws IOException {
        int port = server.endpoint().getPort();
        try (TerminalRun run =
                TerminalRun.of(24, 100, home, environment(), "top", "--every", "200ms")) {
            run.awaitOutput(0, "films");
            server.close();
            run.awaitOutput(0, "no answer for");
            run.awaitOutput(0, "Nothing answers at " + "http://127.0.0.1:" + port);
            int before = run.output().length();
            server = started(port);
            run.awaitOutput(before, "[2;1H" + ESCAPE + "[1mSTREAM");
            run.order("type q");
            assertThat(run.ended().status()).isZero();
        }
    }

    @Test
    void aTerminalThatMovesNoCursorGetsLines() throws IOException {
        Map<String, String> dumb = new HashMap<>(environment());
        dumb.put("TERM", "dumb");
        dumb.put("NO_COLOR", "1");
        try (TerminalRun run = TerminalRun.of(24, 80, home, dumb, "top", "--every", "0.2")) {
            run.awaitOutput(0, "films");
            run.awaitOutput(run.output().indexOf("films") + 10, "films");
            run.order("type \\x03");
            TerminalRun.Ended ended = run.ended();
            assertThat(ended.status()).isZero();
            assertThat(ended.output()).doesNotContain(ESCAPE);
        }
    }

    @Test
    void colourIsNotNeededForATable() throws IOException {
        Map<String, String> plain = new HashMap<>(environment());
        plain.put("NO_COLOR", "1");
        try (TerminalRun run = TerminalRun.of(24, 80, home, plain, "top")) {
            run.awaitOutput(0, "films");
            run.order("type q");
            assertThat(run.ended().output())
                    .endsWith(SCREEN_GIVEN_BACK)
                    .doesNotContainPattern(ESCAPE + "\\[[0-9;]*m");
        }
    }

    @Test
    void aProgramReadsALineOfJsonForEachAnswer() throws IOException {
        try (TerminalRun run =
                TerminalRun.of(
                        24, 80, home, environment(), "top", "films", "--json", "--every", "0.2")) {
            run.awaitOutput(0, "perSecond");
            run.awaitOutput(run.output().indexOf("perSecond"), "\n");
            run.order("signal INT");
            TerminalRun.Ended ended = run.ended();
            assertThat(ended.status()).isZero();
            JsonNode second = JsonMapper.shared().readTree(ended.output().lines().toList().get(1));
            assertThat(second.path("event").asString()).isEqualTo("status");
            assertThat(second.path("total").asInt()).isEqualTo(1);
            JsonNode stream = second.path("streams").path(0);
            assertThat(stream.path("name").asString()).isEqualTo("films");
            assertThat(stream.path("perSecond").path("recordsIn").asDouble()).isZero();
        }
    }

    @Test
    void aStreamIsNamedByItselfOrByTheOptionEverywhere() {
        for (String command : new String[] {"status", "verify"}) {
            String byItself = ProgramRun.of(home, environment(), command, "films").out();
            String byOption =
                    ProgramRun.of(home, environment(), command, "--stream", "films").out();
            assertThat(byItself).isNotEmpty();
            assertThat(byOption.lines().findFirst()).isEqualTo(byItself.lines().findFirst());
        }
        ProgramRun both =
                ProgramRun.of(home, environment(), "status", "films", "--stream", "music");
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err()).contains("--stream names music, and films stands there too.");
        assertThat(ProgramRun.of(home, environment(), "delete", "none").err())
                .contains("There is no stack none.");
        assertThat(ProgramRun.of(home, environment(), "delete").err())
                .contains("Missing required option: '--stack=NAME'", "hydrant delete --stack NAME");
    }

    @Test
    void aTabInATemplateIsCalledByItsName() throws IOException {
        Path template = Files.writeString(home.resolve("tab.yaml"), "Resources:\n\tA: 1\n");
        ProgramRun run =
                ProgramRun.of(home, environment(), "deploy", template.toString(), "--stack", "t");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("Line 2 is indented with a tab");
    }

    @Test
    void aFileWithoutRowsIsNotTakenForSuccessInSilence() throws IOException {
        Path empty = Files.createFile(home.resolve("zero.csv"));
        assertThat(
                        ProgramRun.of(
                                        home,
                                        environment(),
                                        "send",
                                        empty.toString(),
                                        "--stream",
                                        "films")
                                .out())
                .contains("There were no rows: is the file empty?");
    }

    @Test
    void whatCannotBeWatchedIsSaidAtOnce() {
        ProgramRun none = ProgramRun.of(home, environment(), "top", "none");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("There is no delivery stream none.");
        ProgramRun nobody =
                ProgramRun.of(home, environment(), "top", "--endpoint-url", "http://127.0.0.1:9");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.err()).contains("Nothing answers");
        for (String pause : new String[] {"0", "0.1", "99h", "soon"}) {
            assertThat(ProgramRun.of(home, environment(), "top", "--every", pause).status())
                    .as(pause)
                    .isEqualTo(2);
        }
        assertThat(ProgramRun.of(home, environment(), "status", "--watch=0").status()).isEqualTo(2);
    }

    private Hydrant started(int port) throws IOException {
        return Hydrant.start(
                ServerSettings.local(
                        home.resolve(".hydrant"),
                        port,
                        ServerSettings.Auth.IAM,
                        new ServerSettings.Tls.Off()));
    }

    private Map<String, String> environment() {
        return Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
    }
}
