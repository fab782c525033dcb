package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shell that evaluates what `hydrant env` prints, again and again.
class EnvTest {
    private static final String BUNDLE = "AWS_CA_BUNDLE";

    @TempDir private Path home;

    private final Map<String, String> shell = new HashMap<>();

    @Test
    void theCertificatesGoWithEnvAndWhatWasThereComesBack() throws IOException {
        server("https", "AKIAROOT");
        Files.createDirectories(home.resolve("https/tls"));
        Path own = Files.writeString(home.resolve("https/tls/hydrant.pem"), "");
        server("http", "AKIAROOT");

        evaluate("env", "--endpoint-url", "https://127.0.0.1:1", "--data", data("https"));
        assertThat(shell).containsEntry(BUNDLE, own.toString());
        evaluate("env", "--unset");
        assertThat(shell).isEmpty();

        String company = Files.writeString(home.resolve("company.pem"), "").toString();
        shell.put(BUNDLE, company);
        evaluate("env", "--endpoint-url", "https://127.0.0.1:1", "--data", data("https"));
        evaluate("env", "--endpoint-url", "https://127.0.0.1:1", "--data", data("https"));
        assertThat(shell).containsEntry(BUNDLE, own.toString());
        evaluate("env", "--endpoint-url", "http://127.0.0.1:1", "--data", data("http"));
        assertThat(shell).containsEntry(BUNDLE, company);
        evaluate("env", "--endpoint-url", "https://127.0.0.1:1", "--data", data("https"));
        evaluate("env", "--unset");
        assertThat(shell).containsExactly(Map.entry(BUNDLE, company));
        evaluate("env", "--unset");
        assertThat(shell).containsExactly(Map.entry(BUNDLE, company));
    }

    @Test
    void certificatesThatTheUserHasSetSinceStay() throws IOException {
        server("https", "AKIAROOT");
        Files.createDirectories(home.resolve("https/tls"));
        Files.writeString(home.resolve("https/tls/hydrant.pem"), "");
        evaluate("env", "--endpoint-url", "https://127.0.0.1:1", "--data", data("https"));
        shell.put(BUNDLE, "/etc/newer.pem");
        evaluate("env", "--unset");
        assertThat(shell).containsExactly(Map.entry(BUNDLE, "/etc/newer.pem"));
    }

    @Test
    void certificatesThatAreNotThereAreNamed() throws IOException {
        server(".hydrant", "AKIAROOT");
        shell.put(BUNDLE, "/none/company.pem");
        ProgramRun run =
                ProgramRun.of(home, shell, "status", "--endpoint-url", "https://127.0.0.1:1");
        assertThat(run.err()).contains("There is no file /none/company.pem", BUNDLE);
    }

    @Test
    void aKeyThatTheShellHasIsKeptAndItIsSaidHowToChangeThat() throws IOException {
        server(".hydrant", "AKIAROOT");
        shell.put("AWS_ACCESS_KEY_ID", "AKIASHELL");
        shell.put("AWS_SECRET_ACCESS_KEY", "t");
        shell.put("AWS_SESSION_TOKEN", "u");
        String told = evaluate("env", "--endpoint-url", "http://127.0.0.1:1");
        assertThat(shell).containsEntry("AWS_ACCESS_KEY_ID", "AKIASHELL");
        assertThat(told)
                .contains(
                        "Kept the key that this shell has: AWS_ACCESS_KEY_ID AKIASHELL, with its AWS_SESSION_TOKEN.",
                        "eval \"$(hydrant env --data "
                                + home.resolve(".hydrant")
                                + " --endpoint-url http://127.0.0.1:1)\"");
        assertThat(evaluate("env", "--data", data(".hydrant"))).isEmpty();
        assertThat(shell)
                .containsEntry("AWS_ACCESS_KEY_ID", "AKIAROOT")
                .doesNotContainKey("AWS_SESSION_TOKEN");
        assertThat(evaluate("env")).as("it is the server's own").isEmpty();
    }

    @Test
    void aServerAtAnotherPortIsFoundByItsDataDirectory() throws IOException {
        Path elsewhere = home.resolve("elsewhere");
        try (Hydrant server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
                Hydrant other = Hydrant.start(ServerSettings.local(elsewhere))) {
            evaluate("env");
            assertThat(shell).containsEntry("AWS_ENDPOINT_URL", server.endpoint().toString());
            evaluate("env", "--unset");
            for (String command : new String[] {"status", "ls", "stacks"}) {
                ProgramRun run = ProgramRun.of(home, Map.of(), command);
                assertThat(run.status()).as(run.err()).isZero();
            }
            evaluate("env", "--data", elsewhere.toString());
            assertThat(shell).containsEntry("AWS_ENDPOINT_URL", other.endpoint().toString());
            assertThat(Files.getPosixFilePermissions(elsewhere.resolve("running"))).hasSize(2);
            evaluate("env", "--unset");
        }
        assertThat(elsewhere.resolve("running")).doesNotExist();
        Files.writeString(
                elsewhere.resolve("running"),
                "process = 1\nsince = 1970-01-01T00:00:00Z\nendpoint = http://127.0.0.1:1\n");
        evaluate("env", "--data", elsewhere.toString());
        assertThat(shell)
                .as("another process has that number now")
                .containsEntry("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
    }

    @Test
    void aServerThatNeedsNoKeyIsAskedWithoutOne() throws IOException {
        ServerSettings open =
                ServerSettings.local(
                        home.resolve("open"),
                        0,
                        ServerSettings.Auth.NONE,
                        new ServerSettings.Tls.Off());
        try (Hydrant server = Hydrant.start(open)) {
            String endpoint = server.endpoint().toString();
            for (String command : new String[] {"status", "ls"}) {
                ProgramRun run = ProgramRun.of(home, Map.of(), command, "--endpoint-url", endpoint);
                assertThat(run.status()).as(run.err()).isZero();
            }
            assertThat(evaluate("env", "--endpoint-url", endpoint)).isEmpty();
            assertThat(shell).containsEntry("AWS_ACCESS_KEY_ID", "anyone");
            ProgramRun deployed =
                    ProgramRun.of(
                            home,
                            shell,
                            "deploy",
                            Path.of("..", "examples", "netflix", "pipeline.yaml").toString(),
                            "--stack",
                            "s");
            assertThat(deployed.status()).as(deployed.err()).isZero();
        }
    }

    @Test
    void aServerThatNeedsAKeyIsNotAskedWithoutOne() throws IOException {
        try (Hydrant server = Hydrant.start(ServerSettings.local(home.resolve("closed")))) {
            ProgramRun run =
                    ProgramRun.of(
                            home,
                            Map.of(),
                            "status",
                            "--endpoint-url",
                            server.endpoint().toString());
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .contains(
                            "There is no key to sign with",
                            "The server at " + server.endpoint() + " asks for a key",
                            "--data");
        }
    }

    private void server(String name, String key) throws IOException {
        Files.writeString(
                Files.createDirectories(home.resolve(name)).resolve("credentials"),
                "[default]\naws_access_key_id = " + key + "\naws_secret_access_key = s\n");
    }

    private String data(String name) {
        return home.resolve(name).toString();
    }

    /// As `eval` does. Returns what the user is told beside.
    private String evaluate(String... arguments) {
        ProgramRun run = ProgramRun.of(home, shell, arguments);
        assertThat(run.status()).as(run.err()).isZero();
        for (String line : run.out().lines().toList()) {
            if (line.startsWith("unset ")) {
                for (String name : line.substring("unset ".length()).split(" ", -1)) {
                    shell.remove(name);
                }
            } else {
                assertThat(line).matches("export [A-Z_]+='[^']*'");
                int equals = line.indexOf('=');
                shell.put(
                        line.substring("export ".length(), equals),
                        line.substring(equals + 2, line.length() - 1));
            }
        }
        return run.err();
    }
}
