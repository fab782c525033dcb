package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects whose files were damaged or removed under a running server: never wrong bytes with a
/// proper end.
class DamagedObjectTest {
    @TempDir Path data;
    private Hydrant hydrant;
    private HttpClient http;
    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger("io.hydrant.server");
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    logged.add(line.getLevel() + " " + line.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void start() throws Exception {
        hydrant =
                Hydrant.start(
                        ServerSettings.local(
                                data, 0, ServerSettings.Auth.NONE, new ServerSettings.Tls.Off()));
        http = HttpClient.newHttpClient();
        send("PUT", "/bucket", "");
        handler.setLevel(Level.ALL);
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
        http.close();
        hydrant.close();
    }

    /// Lines of failed requests, of which each is one, stand beside these.
    private List<String> aboutObjects() {
        return logged.stream().filter(line -> !line.startsWith("WARNING Failed: ")).toList();
    }

    @Test
    void aSmallDamagedObjectIsAnInternalErrorThatIsNamedOnce() throws Exception {
        Path blob = put("small", "some bytes");
        flip(blob, 3);
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = send("GET", "/bucket/small", "");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("<Code>InternalError</Code>");
        }
        assertThat(aboutObjects()).hasSize(1);
        assertThat(aboutObjects().getFirst())
                .startsWith("SEVERE s3://bucket/small cannot be read: " + blob)
                .contains("is damaged", "hydrant check");
        flip(blob, 3);
        assertThat(send("GET", "/bucket/small", "").body()).isEqualTo("some bytes");
    }

    @Test
    void aLargeDamagedObjectNeverEndsProperly() throws Exception {
        String text = "0123456789".repeat(50_000);
        Path blob = put("large", text);
        for (int at : new int[] {0, 100_000, 499_999}) {
            flip(blob, at);
            assertThatThrownBy(() -> send("GET", "/bucket/large", ""))
                    .isInstanceOf(IOException.class);
            flip(blob, at);
        }
        assertThat(send("GET", "/bucket/large", "").body()).isEqualTo(text);
        assertThat(aboutObjects()).hasSize(1);
    }

    @Test
    void aMissingObjectIsAnInternalErrorForGetAndHead() throws Exception {
        Files.delete(put("gone", "bytes"));
        assertThat(send("GET", "/bucket/gone", "").statusCode()).isEqualTo(500);
        assertThat(send("HEAD", "/bucket/gone", "").statusCode()).isEqualTo(500);
        assertThat(aboutObjects()).hasSize(1);
        assertThat(aboutObjects().getFirst()).contains("s3://bucket/gone", "is missing");
    }

    @Test
    void aDamagedObjectIsNotCopiedOutOfIntoAPart() throws Exception {
        flip(put("source", "the source"), 1);
        String upload = send("POST", "/bucket/target?uploads", "").body();
        String id = upload.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(uri("/bucket/target?partNumber=1&uploadId=" + id))
                                .header("x-amz-copy-source", "/bucket/source")
                                .PUT(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(500);
    }

    /// It has the same bytes, and none of them is read for it.
    @Test
    void aCopySharesTheBytesAndTheirDamage() throws Exception {
        flip(put("source", "the source"), 1);
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(uri("/bucket/target"))
                                .header("x-amz-copy-source", "/bucket/source")
                                .PUT(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(send("GET", "/bucket/target", "").statusCode()).isEqualTo(500);
    }

    /// Returns its file.
    private Path put(String key, String text) throws Exception {
        List<Path> before = blobs();
        assertThat(send("PUT", "/bucket/" + key, text).statusCode()).isEqualTo(200);
        return blobs().stream().filter(blob -> !before.contains(blob)).findFirst().orElseThrow();
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("s3/blobs"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void flip(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(hydrant.endpoint() + path);
    }
}
