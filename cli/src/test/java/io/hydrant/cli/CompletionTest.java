package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The completion scripts, in the shells themselves. The program that they ask for names is a
/// script that notes each call.
class CompletionTest {
    @TempDir private Path home;

    @BeforeEach
    void installProgram() throws IOException {
        Path program =
                Files.writeString(
                        Files.createDirectory(home.resolve("bin")).resolve("hydrant"),
                        """
                        #!/bin/sh
                        echo "$*" >> '%s/calls'
                        case "$*" in
                          "completion --names streams"*) echo movies-netflix; echo music ;;
                          "completion --names stacks"*) echo netflix ;;
                          *) exit 2 ;;
                        esac
                        """
                                .formatted(home));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("films.csv"), "");
        for (String shell : List.of("bash", "zsh", "fish")) {
            ProgramRun script = ProgramRun.of(home, Map.of(), "completion", shell);
            assertThat(script.status()).as(script.err()).isZero();
            Files.writeString(home.resolve("script." + shell), script.out());
        }
    }

    @Test
    void bashCompletes() throws IOException {
        assumeTrue(isHere("bash"), "no bash");
        assertThat(inBash("hydrant", "sta")).containsExactly("stacks", "status");
        assertThat(inBash("hydrant", "")).contains("serve", "top", "events", "completion");
        assertThat(inBash("hydrant", "")).doesNotContain("generate-completion");
        assertThat(inBash("hydrant", "send", "--st")).containsExactly("--stream");
        assertThat(inBash("hydrant", "send", "f.csv", "--stream", "mov"))
                .containsExactly("movies-netflix");
        assertThat(inBash("hydrant", "send", "--stream", "=", "mu")).containsExactly("music");
        assertThat(inBash("hydrant", "delete", "--stack", "")).containsExactly("netflix");
        assertThat(inBash("hydrant", "top", "m")).containsExactly("movies-netflix", "music");
        assertThat(inBash("hydrant", "status", "--watch", "mu")).containsExactly("music");
        assertThat(inBash("hydrant", "serve", "--auth", "")).containsExactly("iam", "none");
        assertThat(inBash("hydrant", "top", "--aws", "m")).isEmpty();
        assertThat(Files.readString(home.resolve("calls"))).doesNotContain("--aws");
    }

    @Test
    void bashIsToldToCompleteFilesItself() throws IOException {
        assumeTrue(isHere("bash"), "no bash");
        try (TerminalRun run = shell("bash", "--norc", "--noprofile", "-i")) {
            run.order("type source script.bash\\n");
            run.order("type hydrant send fil\\t");
            run.awaitOutput(0, "films.csv ");
            run.order("type \\x03exit\\n");
        }
    }

    @Test
    void zshCompletes() throws IOException {
        assumeTrue(isHere("zsh"), "no zsh");
        try (TerminalRun run = shell("zsh", "-f", "-i")) {
            run.order(
                    "type PS1='$ '; autoload -U compinit && compinit -u -D; source script.zsh\\n");
            run.order("type hydrant sta\\t");
            run.awaitOutput(0, "stacks");
            run.order("type \\x15hydrant verify --stream mov\\t");
            run.awaitOutput(0, "movies-netflix");
            run.order("type \\x15hydrant verify --stream=mu\\t");
            run.awaitOutput(0, "music");
            run.order("type \\x15hydrant send fil\\t");
            run.awaitOutput(0, "films.csv");
            run.order("type \\x15hydrant serve --qu\\t");
            run.awaitOutput(0, "otas");
            run.order("type \\x15exit\\n");
        }
    }

    @Test
    void fishCompletes() throws IOException {
        assumeTrue(isHere("fish"), "no fish");
        assertThat(inFish("hydrant sta")).containsExactly("stacks", "status");
        assertThat(inFish("hydrant send f.csv --stream m"))
                .containsExactly("movies-netflix", "music");
        assertThat(inFish("hydrant top m")).contains("movies-netflix", "music");
        assertThat(inFish("hydrant events ")).contains("netflix");
        assertThat(inFish("hydrant send fil")).containsExactly("films.csv");
        assertThat(inFish("hydrant serve --auth ")).contains("iam", "none");
        assertThat(inFish("hydrant send --last")).containsExactly("--last-column-takes-rest");
    }

    @Test
    void namesComeFromTheServer() throws IOException {
        try (Hydrant server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")))) {
            Map<String, String> environment =
                    Map.of("AWS_ENDPOINT_URL", server.endpoint().toString());
            Path template = Path.of("..", "examples", "netflix", "pipeline.yaml");
            ProgramRun.of(home, environment, "deploy", template.toString(), "--stack", "netflix");
            ProgramRun.of(home, environment, "completion", "--names", "streams"); // classes
            assertThat(ProgramRun.of(home, environment, "completion", "--names", "streams").out())
                    .isEqualTo("movies-netflix\n");
            assertThat(ProgramRun.of(home, environment, "completion", "--names", "stacks").out())
                    .isEqualTo("netflix\n");
        }
    }

    @Test
    void aServerThatIsSilentOrAbsentIsNotWaitedFor() throws IOException {
        Map<String, String> keys =
                Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "s");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int port : new int[] {silent.getLocalPort(), 9}) {
                long start = System.nanoTime();
                ProgramRun run =
                        ProgramRun.of(
                                home,
                                keys,
                                "completion",
                                "--names",
                                "streams",
                                "--endpoint-url",
                                "http://127.0.0.1:" + port);
                assertThat(run).isEqualTo(new ProgramRun(0, "", ""));
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isLessThan(Duration.ofSeconds(10));
            }
        }
    }

    @Test
    void anotherShellIsRefusedByName() {
        ProgramRun other = ProgramRun.of(home, Map.of(), "completion", "tcsh");
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err()).contains("bash, zsh, fish");
        assertThat(ProgramRun.of(home, Map.of(), "completion").err())
                .contains("bash, zsh and fish");
        assertThat(ProgramRun.of(home, Map.of(), "generate-completion").out())
                .contains("complete -F");
    }

    private List<String> inBash(String... words) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "bash",
                                "--norc",
                                "-c",
                                """
                                source script.bash
                                complete -p hydrant | grep -q _hydrant || exit 1
                                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
                                _hydrant
                                printf '%s\\n' "${COMPREPLY[@]}" | sort\
                                """,
                                "bash"));
        command.addAll(Arrays.asList(words));
        return lines(command);
    }

    private List<String> inFish(String line) throws IOException {
        List<String> command =
                List.of(
                        "fish",
                        "--no-config",
                        "-c",
                        "source script.fish; complete -C '" + line + "'");
        return lines(command).stream().map(each -> each.split("\t", -1)[0]).toList();
    }

    private List<String> lines(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private TerminalRun shell(String... command) throws IOException {
        assumeTrue(TerminalRun.isPossible(), "no python3, which makes terminals");
        List<String> within =
                new ArrayList<>(List.of("sh", "-c", "cd \"$HOME\" && exec \"$@\"", "sh"));
        within.addAll(Arrays.asList(command));
        return TerminalRun.ofProgram(24, 100, home, environment(), within);
    }

    private Map<String, String> environment() {
        return Map.of(
                "HOME",
                home.toString(),
                "PATH",
                home.resolve("bin") + ":" + System.getenv("PATH"),
                "TERM",
                "xterm",
                "LC_ALL",
                "C.UTF-8");
    }

    private static boolean isHere(String shell) {
        try {
            Process process = new ProcessBuilder(shell, "-c", "true").start();
            return process.onExit().join().exitValue() == 0;
        } catch (IOException none) {
            return false;
        }
    }
}
