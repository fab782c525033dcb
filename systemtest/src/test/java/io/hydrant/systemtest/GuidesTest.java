package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every guide does what it says: its files are written, its commands run, in the order in which
/// they stand there, in one shell, with a home and a port of their own; and they print what it
/// shows.
///
/// A guide says in a comment what it needs beside the program (`<!-- needs: node npm -->`), which
/// modules of Python (`<!-- python: pandas -->`), and whether it fetches much or takes minutes
/// (`<!-- long -->`): such guides are run with `-Dhydrant.guides=all` only. With
/// `-Dhydrant.guide=go` those alone are run whose path has that word.
class GuidesTest {
    private static final Pattern NEEDS = Pattern.compile("<!-- needs: (.*?) -->");
    private static final Pattern PYTHON = Pattern.compile("<!-- python: (.*?) -->");
    private static final List<String> FOLDERS = List.of("", "guides", "es", "operations");

    /// The port of all guides.
    private static final String PORT = "4566";

    @TempDir Path folder;

    static Stream<Path> guides() throws IOException {
        Path docs = Program.root().resolve("docs");
        List<Path> pages = new ArrayList<>();
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.list(docs.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages.stream()
                .filter(GuidesTest::hasCommands)
                .map(docs::relativize)
                .filter(page -> page.toString().contains(System.getProperty("hydrant.guide", "")))
                .sorted();
    }

    private static boolean hasCommands(Path guide) {
        try {
            return GuideBlock.of(Files.readString(guide)).stream().anyMatch(GuideBlock::isCommand);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("guides")
    void guide(Path file) throws IOException {
        String guide = Files.readString(Program.root().resolve("docs").resolve(file));
        skipUnlessPossible(guide);
        String port = Integer.toString(freePort());
        List<GuideBlock> blocks = GuideBlock.of(guide.replace(PORT, port));
        prepare(port, guide);
        for (GuideBlock block : blocks) {
            if (block.isFile()) {
                Path target = folder.resolve(block.word());
                Files.createDirectories(target.getParent());
                Files.writeString(target, block.text());
            }
        }
        Program.Ended ended = Program.run(environment(), folder, "bash", script(blocks).toString());
        assertThat(ended.status()).as(ended.output()).isZero();
        assertThatOutputIsAsShown(blocks);
    }

    private static void skipUnlessPossible(String guide) throws IOException {
        if (guide.contains("<!-- long -->")
                && !"all".equals(System.getProperty("hydrant.guides"))) {
            Clients.skip("this guide takes long: it is run with -Dhydrant.guides=all");
        }
        Clients.aws();
        Matcher needs = NEEDS.matcher(guide);
        while (needs.find()) {
            for (String program : needs.group(1).split(" ", -1)) {
                String command = "command -v '" + program + "'";
                if (Program.run(Map.of(), Program.root(), "sh", "-c", command).status() != 0) {
                    Clients.skip(program + " is not on this machine");
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// What a reader has: the program on the path, the examples, a home.
    private void prepare(String port, String guide) throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Program.run(
                Map.of(),
                Program.root(),
                "cp",
                "-R",
                Program.root().resolve("examples").toString(),
                folder.toString());
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Program.file(
                bin.resolve("hydrant"),
                """
                case "$*" in *--listen*) ;; serve*) set -- "$@" --listen 127.0.0.1:%s ;; esac
                export AWS_ENDPOINT_URL="${AWS_ENDPOINT_URL:-http://127.0.0.1:%s}"
                """
                        .formatted(port, port));
        Optional<Clients.Python> python = python(guide);
        if (python.isPresent()) {
            Program.shellFile(
                    bin.resolve("python3"),
                    "exec env "
                            + python.get().environment().entrySet().stream()
                                    .map(each -> each.getKey() + "=" + each.getValue())
                                    .collect(Collectors.joining(" "))
                            + " "
                            + absolute(python.get().command())
                            + " \"$@\"\n");
        }
    }

    private static Optional<Clients.Python> python(String guide) throws IOException {
        Matcher modules = PYTHON.matcher(guide);
        return modules.find()
                ? Optional.of(Clients.python(modules.group(1).split(" ", -1)))
                : Clients.findPython();
    }

    private static String absolute(String command) throws IOException {
        return Program.run(Map.of(), Program.root(), "sh", "-c", "command -v " + command)
                .output()
                .strip();
    }

    private Map<String, String> environment() {
        return Map.of(
                "HOME", folder.resolve("home").toString(),
                "PATH", folder.resolve("bin") + ":" + System.getenv("PATH"),
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                "AWS_PAGER", "");
    }

    private Path script(List<GuideBlock> blocks) throws IOException {
        StringBuilder script =
                new StringBuilder(
                        """
                        exec 3>&1
                        servers=
                        running=nothing
                        ended() {
                          status=$?
                          [ $status = 0 ] || { echo "failed: block at line ${running#out.}"; tail -n 50 out.*; } >&3
                          [ -z "$servers" ] || kill $servers
                          wait
                        }
                        trap ended EXIT
                        serve() {
                          bash -c "exec $(cat)" >"$1" 2>&1 &
                          servers="$servers $!"
                          for _ in $(seq 300); do grep -q '^ready on' "$1" && return 0; sleep 0.2; done
                          return 1
                        }
                        await() {
                          block=$(cat)
                          for _ in $(seq 300); do (set +e; eval "$block") >"$1" 2>&1 && return 0; sleep 0.2; done
                          return 1
                        }
                        look() {
                          timeout -s INT 3 bash -c "exec $(cat)" >"$1" 2>&1 </dev/null || [ $? = 124 ] || [ $? = 130 ]
                        }
                        set -e
                        """);
        for (GuideBlock block : blocks) {
            if (block.isCommand()) {
                script.append("running=").append(block.line()).append('\n').append(block.script());
            }
        }
        return Files.writeString(folder.resolve("guide.sh"), script);
    }

    private void assertThatOutputIsAsShown(List<GuideBlock> blocks) throws IOException {
        int command = 0;
        for (GuideBlock block : blocks) {
            if (block.isCommand()) {
                command = block.line();
            } else if (block.isOutput()) {
                assertThat(Files.readString(folder.resolve("out." + command)))
                        .as("what line " + block.line() + " shows")
                        .containsPattern(block.pattern());
            }
        }
    }
}
