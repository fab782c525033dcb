package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.cli.terminal.Program;
import io.hydrant.cli.terminal.ShellWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the program tells to type next can be pasted into the shell from which it was called.
class HintsTest {
    private static final Program IN_FOLDER = new Program("./hydrant", Optional.empty());

    @TempDir private Path home;

    @Test
    void failuresNameTheProgramAsItWasCalled() {
        ProgramRun run = run(IN_FOLDER, "status");
        assertThat(run.err()).startsWith("hydrant: ").contains("`./hydrant serve`");
        assertThat(run(IN_FOLDER, "sned").err()).contains("`./hydrant --help`");
        assertThat(run(IN_FOLDER, "send").err()).contains("`./hydrant send --help`");
        assertThat(run(IN_FOLDER, "status", "--json").out()).contains("`./hydrant serve`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "deploy", "backup", "env", "status", "ls"})
    void theHelpNamesItSoToo(String command) {
        Program far = new Program("'/opt/an 100% ñ/hydrant'", Optional.empty());
        ProgramRun run = run(far, command, "--help");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: '/opt/an 100% ñ/hydrant'");
        assertThat(run.out().substring(run.out().lastIndexOf("\n\n")))
                .contains("'/opt/an 100% ñ/hydrant' ")
                .doesNotContainPattern("(^|\\| |\\()hydrant ");
    }

    @Test
    void everyCommandIsKnownWhereATextNamesIt() {
        Set<String> commands =
                HydrantProgram.commandLine(ProgramRun.surroundings(home, Map.of()))
                        .getSubcommands()
                        .keySet();
        assertThat(commands)
                .allSatisfy(command ->
                        assertThat(IN_FOLDER.in("Run `hydrant " + command + " x`."))
                                .isEqualTo("Run `./hydrant " + command + " x`."));
    }

    @Test
    void aDemoThatKeepsItsDataTellsCommandsThatCanBePasted() throws IOException {
        Path films = Files.writeString(home.resolve("films.csv"), "1,2001,Amélie\n");
        Path data = home.resolve("de mo ñ");
        ProgramRun run =
                run(
                        IN_FOLDER,
                        "demo",
                        films.toString(),
                        "--max",
                        "-p",
                        "BufferingIntervalInSeconds=0",
                        "--data",
                        data.toString());
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "  ./hydrant serve --data '" + data + "'\nThen, in another shell:\n",
                        "  eval \"$(./hydrant env --data '" + data + "')\"\n",
                        "  ./hydrant verify --stream movies-netflix\n");
    }

    @Test
    void theExamplesAreFoundFromElsewhere() {
        Program beside = new Program("hydrant", Optional.of(Path.of("..").toAbsolutePath()));
        String template = "examples/netflix/pipeline.yaml";
        assertThat(run(IN_FOLDER, "deploy", template, "--stack", "s").err())
                .contains("There is no file " + template);
        assertThat(run(beside, "deploy", template, "--stack", "s").err())
                .contains("There is no key to sign with");
        assertThat(run(beside, "send", "examples/netflix/films.csv", "--stream", "s").err())
                .contains("There is no key to sign with");
        assertThat(run(beside, "send", "examples/none.csv", "--stream", "s").err())
                .contains("There is no file examples/none.csv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain/path-1.csv",
                "with space",
                "it's",
                "ñandú",
                "$HOME `id` \"x\" \\ !",
                "~/x",
                "[::1]",
                "",
                "a;b&c|d>e*?"
            })
    void aWordIsTakenByTheShellAsItWasMeant(String text) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.of(text)).start();
        byte[] printed = shell.getInputStream().readAllBytes();
        assertThat(shell.waitFor()).isZero();
        assertThat(new String(printed, StandardCharsets.UTF_8)).isEqualTo(text);
    }

    private ProgramRun run(Program program, String... arguments) {
        return ProgramRun.of(program, "", home, Map.of(), arguments);
    }
}
