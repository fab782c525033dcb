package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What users of boto3 and of the aws CLI write: each script of `resources/scripts` does its work
/// against a server, and says `done`. A script's first line may say with which options it is
/// served; scripts with the same options share a server, and so have names of their own for
/// everything.
class ScriptsTest {
    private static final String SERVE = "# serve: ";

    /// What the scripts stand on.
    private static final Set<String> PARTS = Set.of("stage.py", "stage.sh", "transform_films.py");

    private static final Map<List<String>, ServerProcess> SERVERS = new HashMap<>();

    @TempDir static Path folder;

    static Stream<String> scripts() throws IOException {
        try (Stream<Path> files = Files.list(home())) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*\\.(py|sh)") && !PARTS.contains(name))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path home() {
        return Program.root().resolve("systemtest/src/test/resources/scripts");
    }

    @AfterAll
    static void end() {
        SERVERS.values().forEach(ServerProcess::close);
        SERVERS.clear();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void script(String name) throws IOException {
        Map<String, String> environment = new HashMap<>();
        String interpreter = interpreter(name, environment);
        List<String> options = options(name);
        environment.putAll(server(options).environment());
        if (options.contains("--region")) {
            String region = options.get(options.indexOf("--region") + 1);
            environment.put("AWS_DEFAULT_REGION", region);
            environment.put("AWS_REGION", region);
        }
        environment.put("TMP", Files.createDirectories(folder.resolve(name)).toString());
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("HYDRANT", hydrant().toString());
        Program.Ended ended =
                Program.run(environment, home(), interpreter, home().resolve(name).toString());
        assertThat(ended.output()).endsWith("done\n");
        assertThat(ended.status()).isZero();
    }

    /// What runs it; a script whose client this machine lacks is skipped.
    private static String interpreter(String name, Map<String, String> environment)
            throws IOException {
        if (name.endsWith(".sh")) {
            Clients.aws();
            return "sh";
        }
        Clients.Python python = Clients.python();
        environment.putAll(python.environment());
        return python.command();
    }

    /// The packaged program as one file to call.
    private static Path hydrant() throws IOException {
        Path file = folder.resolve("hydrant");
        if (!Files.exists(file)) {
            Program.file(file, "");
        }
        return file;
    }

    private static List<String> options(String name) throws IOException {
        String first = Files.readAllLines(home().resolve(name)).getFirst();
        return first.startsWith(SERVE)
                ? Arrays.stream(first.substring(SERVE.length()).split(" ", -1))
                        .map(word -> word.replace("{scripts}", home().toString()))
                        .toList()
                : List.of();
    }

    private static ServerProcess server(List<String> options) throws IOException {
        ServerProcess server = SERVERS.get(options);
        if (server == null) {
            server =
                    ServerProcess.start(
                            folder.resolve("server" + SERVERS.size()),
                            options.toArray(String[]::new));
            SERVERS.put(options, server);
        }
        return server;
    }
}
