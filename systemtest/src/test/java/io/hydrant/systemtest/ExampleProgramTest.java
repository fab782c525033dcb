package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program of the example, in Python with pandas: a CSV row by row, printed and sent.
class ExampleProgramTest {
    private static final String BUCKET = "movies-netflix-000000000000";

    @TempDir static Path folder;
    private static ServerProcess server;
    private static Clients.Python python;

    @BeforeAll
    static void deploy() throws IOException {
        python = Clients.python("pandas");
        server = ServerProcess.start(folder.resolve("server"));
        Program.Ended deployed =
                Program.hydrant(
                        server.environment(),
                        "deploy",
                        Program.root().resolve("examples/netflix/pipeline.yaml").toString(),
                        "--stack",
                        "netflix",
                        "-p",
                        "BufferingIntervalInSeconds=0");
        assertThat(deployed.status()).as(deployed.output()).isZero();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void everyRowIsPrintedAndArrivesAsALine() throws IOException {
        Path quoted =
                Files.writeString(
                        folder.resolve("quoted.csv"),
                        "1,2001,Amélie\r\n2,NULL,\"At Home, \"\"Away\"\"\"\r\n3,1990,NULL\r\n");
        assertThat(send(quoted.toString()).output())
                .contains("1 {\"MovieID\": 1, \"YearOfRelease\": 2001, \"Title\": \"Amélie\"}")
                .contains("3 rows sent to movies-netflix.");
        Path original = folder.resolve("original.csv");
        Files.writeString(
                original, "4,1999,Café, \"Sans\" Titre\n5,NULL,NA\n", StandardCharsets.ISO_8859_1);
        assertThat(send(original.toString(), "--encoding", "ISO-8859-1", "--unquoted").output())
                .contains("2 rows sent");
        assertThat(arrived(5))
                .containsExactlyInAnyOrder(
                        "{\"MovieID\": 1, \"YearOfRelease\": 2001, \"Title\": \"Amélie\"}",
                        "{\"MovieID\": 2, \"YearOfRelease\": 0, \"Title\": \"At Home, \\\"Away\\\"\"}",
                        "{\"MovieID\": 3, \"YearOfRelease\": 1990, \"Title\": \"NULL\"}",
                        "{\"MovieID\": 4, \"YearOfRelease\": 1999, \"Title\": \"Café, \\\"Sans\\\" Titre\"}",
                        "{\"MovieID\": 5, \"YearOfRelease\": 0, \"Title\": \"NA\"}");
    }

    @Test
    void whatCannotBeReadOrSentSaysSo() throws IOException {
        Program.Ended missing = send(folder.resolve("nothing.csv").toString());
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.output()).contains("nothing.csv cannot be read as films");
        Path one = Files.writeString(folder.resolve("one.csv"), "1,2001,Amélie\n");
        Program.Ended nowhere = send(one.toString(), "--stream", "nowhere");
        assertThat(nowhere.status()).isEqualTo(1);
        assertThat(nowhere.output())
                .contains("Row 1 was not taken", "ResourceNotFoundException", "0 rows were sent.");
    }

    private static Program.Ended send(String... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(server.environment());
        environment.putAll(python.environment());
        environment.put("PYTHONIOENCODING", "utf-8");
        List<String> command = new ArrayList<>();
        command.add(python.command());
        command.add(Program.root().resolve("examples/netflix/send.py").toString());
        command.addAll(List.of("--pause", "0"));
        command.addAll(List.of(arguments));
        return Program.run(environment, folder, command.toArray(String[]::new));
    }

    private static List<String> arrived(int count) {
        Aws aws = Aws.of(server);
        return Wait.seconds(60)
                .until(
                        count + " lines arrived",
                        () ->
                                aws.keys(BUCKET, "movies/").stream()
                                        .flatMap(key -> aws.linesOf(BUCKET, key).stream())
                                        .toList(),
                        lines -> lines.size() >= count);
    }
}
