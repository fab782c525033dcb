package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program brings the films that its console sends.
class ConsoleFilmsTest {
    @Test
    void theConsoleHasTheFilmsOfTheExample(@TempDir Path data) throws Exception {
        try (Hydrant server = Hydrant.start(ServerSettings.local(data));
                HttpClient client = HttpClient.newHttpClient()) {
            String films =
                    client.send(
                                    HttpRequest.newBuilder(
                                                    server.endpoint()
                                                            .resolve("/_hydrant/console/films.csv"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body();
            assertThat(films).isEqualTo(Files.readString(Path.of("../examples/netflix/films.csv")));
        }
    }
}
