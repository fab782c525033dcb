package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.program.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the program says and how it exits when nothing needs to be reached.
class CommandLineTest {
    private static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "it's secret");

    @TempDir private Path home;

    private static Set<String> commands() {
        return HydrantProgram.commandLine(ProgramRun.surroundings(Path.of(""), Map.of()))
                .getSubcommands()
                .keySet();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandThatIsCalledByItsNameIsFound(String command) {
        ProgramRun run = run(command, "--help");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: hydrant " + command);
    }

    @Test
    void commandsAreFoundBehindOptionsOfTheProgram() {
        assertThat(run("--debug", "serve", "--account", "12").err()).contains("not an account id");
        assertThat(run("sevre").err()).contains("Did you mean serve?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve", "demo", "deploy", "delete", "stacks", "send", "status", "nodes", "flush",
                "ls", "cat", "verify", "env"
            })
    void everyCommandExplainsItself(String command) {
        ProgramRun run = run(command, "--help");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: hydrant " + command, "Example");
        assertThat(run("--help").out()).contains("  " + command);
    }

    @Test
    void amazonsS3IsNotMistakenForWhatTheShellPointsAt() {
        for (String name : new String[] {"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"}) {
            ProgramRun refused =
                    ProgramRun.of(
                            home,
                            Map.of(name, "http://127.0.0.1:4566"),
                            "serve",
                            "--s3-endpoint",
                            "aws");
            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("--s3-endpoint aws asks for AWS", "http://127.0.0.1:4566", name);
        }
    }

    @Test
    void noLineOfHelpEndsWithinAnAddress() {
        for (String command : new String[] {"redrive", "status", "send", "serve", "cat"}) {
            assertThat(run(command, "--help").out().lines())
                    .as(command)
                    .noneMatch(line -> line.matches(".*(s3:|https?:|127.0.0.1:|arn:)\\s*"))
                    .noneMatch(line -> line.indexOf('\uFEFF') >= 0);
        }
        assertThat(run("redrive", "--help").out()).contains(" s3://BUCKET/PREFIX\n");
    }

    @Test
    void aWordThatAnOptionDoesNotKnowIsToldWithThoseThatItKnows() {
        ProgramRun shell = run("completion", "fsh");
        assertThat(shell.status()).isEqualTo(2);
        assertThat(shell.err())
                .contains("SHELL cannot be \"fsh\": it is one of bash, zsh, fish.")
                .contains("Did you mean fish");
        assertThat(run("serve", "--auth", "nune").err())
                .contains("--auth cannot be \"nune\": it is one of iam, none.", "mean none?");
    }

    @Test
    void theHelpOfSendTellsWhyThereIsAPause() {
        assertThat(run("send", "--help").out())
                .contains("Why a pause?", "near real time", "1,000 to 2,000", "--max");
    }

    @Test
    void theVersionIsTold() {
        assertThat(run("--version").out())
                .startsWith("hydrant ")
                .contains("commit ", "Java " + System.getProperty("java.version"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sned",
                "send",
                "send films.csv",
                "send films.csv --stream s --every soon",
                "send films.csv --stream s --rate 0/s",
                "send films.csv --stream s --max --every 1s",
                "send films.csv --stream s --header --columns a,b",
                "send films.csv --stream s --columns a,a",
                "send films.csv --stream s --encoding klingon",
                "send films.csv --stream s --separator ab",
                "send films.csv --stream s --quote ab",
                "send films.csv --stream s --separator ; --quote ;",
                "send films.csv --stream s --last-column-takes-rest --quote '",
                "send films.csv --stream s --delimiter ;",
                "send films.csv --stream s --types a",
                "send films.csv --stream s --types a:float",
                "send films.csv --stream s --types :int",
                "send films.csv --stream s --types a:int,a:string",
                "send films.csv --stream s --default a",
                "send films.csv --stream s --format xml",
                "send films.csv --stream s --format template",
                "send films.csv --stream s --format csv --template {{a}}",
                "send films.csv --stream s --template {{a",
                "send - - --stream s",
                "send - --stream s --entry a.csv",
                "serve --account 12",
                "serve --auth none --listen 0.0.0.0:0",
                "serve --tls-cert c.pem",
                "serve --tls maybe",
                "serve --listen here",
                "serve --max-streams 0",
                "serve --retention soon",
                "serve --retention 24",
                "serve --retention 59s",
                "serve --retention 0",
                "status --aws --endpoint-url http://127.0.0.1:1",
                "status --endpoint-url 127.0.0.1",
                "cat films.csv",
                "deploy",
                "delete",
                "demo --rows 0"
            })
    void wrongUsageExitsWithTwoAndSaysWhatIsRight(String line) {
        ProgramRun run = run(line.split(" "));
        assertThat(run.status()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("hydrant: ").doesNotContain("\tat ");
        assertThat(run.err().lines().count()).isBetween(2L, 3L);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aRetentionThatIsTooShortTeachesWhatIsRight() {
        assertThat(run("serve", "--retention", "59s").err())
                .contains("--retention 59s", "at least 1m", "24h");
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThat(run("send", "f.csv", "--stream", "s", "--resum").err())
                .contains("Unknown option: '--resum'");
    }

    @Test
    void aMissingFileIsNamedBeforeAnythingIsSent() {
        ProgramRun run = run("send", "none.csv", "--stream", "s");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("There is no file none.csv.");
    }

    @Test
    void aPatternThatMatchesNothingIsNamedBeforeAnythingIsSent() {
        ProgramRun run = run("send", home + "/*.csv", "--stream", "s");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("No file matches " + home + "/*.csv");
    }

    @Test
    void whatIsSaidAboutColumnsIsHeldAgainstTheFileBeforeAnythingIsSent() throws IOException {
        Path file = Files.writeString(home.resolve("films.csv"), "id,title\n1,Alien\n");
        for (String option :
                new String[] {"--types=year:int", "--default=year=0", "--template={{year}}"}) {
            ProgramRun run = run("send", file.toString(), "--stream", "s", "--header", option);
            assertThat(run.status()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).contains("\"year\"", "Its columns are id, title.");
        }
    }

    @Test
    void theHelpOfSendTellsHowTypesAreFound() {
        assertThat(run("send", "--help").out())
                .contains(
                        "pandas.read_csv",
                        "64 MiB",
                        "1 MiB",
                        "--types",
                        "--last-column-takes-rest");
    }

    @Test
    void withoutAServerTheNextStepIsToStartOne() {
        ProgramRun run = run("ls", "--endpoint-url", "http://127.0.0.1:9");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("Nothing answers at http://127.0.0.1:9", "hydrant serve");
    }

    @Test
    void withoutAKeyTheNextStepIsToldToo() {
        ProgramRun run = ProgramRun.of(home, Map.of(), "ls");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains(home.resolve(".hydrant/credentials").toString(), "hydrant serve");
    }

    @Test
    void awsIsNotMistakenForTheServerThatTheShellPointsAt() {
        Map<String, String> pointed = Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
        ProgramRun run = ProgramRun.of(home, pointed, "ls", "--aws", "--region", "us-east-1");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("http://127.0.0.1:4566", "hydrant env --unset");
    }

    @Test
    void envPrintsLinesThatAnyShellReads() {
        assertThat(
                        run(
                                        "env",
                                        "--endpoint-url",
                                        "http://127.0.0.1:4999",
                                        "--region",
                                        "eu-west-1")
                                .out())
                .isEqualTo(
                        """
                        export AWS_ENDPOINT_URL='http://127.0.0.1:4999'
                        export AWS_ACCESS_KEY_ID='AKIDEXAMPLE'
                        export AWS_SECRET_ACCESS_KEY='it'\\''s secret'
                        export AWS_REGION='eu-west-1'
                        export AWS_DEFAULT_REGION='eu-west-1'
                        """);
    }

    @Test
    void theServersOwnKeyIsFoundInItsDataDirectory() throws IOException {
        Path data = Files.createDirectories(home.resolve(".hydrant"));
        Files.writeString(
                data.resolve("credentials"),
                "[default]\naws_access_key_id = AKIAROOT\naws_secret_access_key = s\n");
        assertThat(ProgramRun.of(home, Map.of(), "env").out())
                .contains("AWS_ACCESS_KEY_ID='AKIAROOT'", "http://127.0.0.1:4566");
    }

    @Test
    void aDataDirectoryThatIsNamedCountsMoreForEnvThanWhatTheShellHasFromBefore()
            throws IOException {
        Path data = Files.createDirectories(home.resolve("other"));
        Map<String, String> before =
                Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIABEFORE",
                        "AWS_SECRET_ACCESS_KEY", "t",
                        "AWS_SESSION_TOKEN", "u");
        ProgramRun none = ProgramRun.of(home, before, "env", "--data", data.toString());
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("There is no key in " + data);
        Files.writeString(
                data.resolve("credentials"),
                "[default]\naws_access_key_id = AKIAROOT\naws_secret_access_key = s\n");
        assertThat(ProgramRun.of(home, before, "env", "--data", data.toString()).out())
                .contains("AWS_ACCESS_KEY_ID='AKIAROOT'", "\nunset AWS_SESSION_TOKEN\n");
        assertThat(ProgramRun.of(home, before, "env").out())
                .contains("AWS_ACCESS_KEY_ID='AKIABEFORE'", "AWS_SESSION_TOKEN='u'")
                .doesNotContain("unset");
    }

    @Test
    void theHomeIsWhereTheShellSaysItIs() {
        assertThat(Surroundings.home(Map.of("HOME", "/somewhere")))
                .isEqualTo(Path.of("/somewhere"));
        Path own = Path.of(System.getProperty("user.home"));
        assertThat(Surroundings.home(Map.of())).isEqualTo(own);
        assertThat(Surroundings.home(Map.of("HOME", ""))).isEqualTo(own);
    }

    private ProgramRun run(String... arguments) {
        return ProgramRun.of(home, KEYS, arguments);
    }
}
