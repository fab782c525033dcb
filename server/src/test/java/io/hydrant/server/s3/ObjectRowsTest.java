package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.console.ColumnarFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// The rows that the console asks for, in bounds, for whom may read the object.
class ObjectRowsTest {
    @TempDir Path folder;

    private RunningS3 s3;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        s3 = RunningS3.trusting(folder);
        wire = new Wire(s3.uri());
        wire.put("/films", "");
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    @Test
    void theFirstRowsAreSent() throws IOException {
        put("films.parquet", ColumnarFiles.parquet(1000));
        put("films.orc", ColumnarFiles.orc(2));
        String parquet = wire.get("/films/films.parquet?hydrant-rows").body();
        assertThat(parquet)
                .startsWith(
                        """
                        {"format":"Parquet","columns":["id","title","price"],"isCut":true,"trouble":null,"rows":[{"id":0,"title":"Amélie 0","price":12.50},{"id":1,\
                        """)
                .endsWith(",{\"id\":199,\"title\":\"Amélie 199\",\"price\":12.50}]}");
        assertThat(wire.get("/films/films.parquet?versionId=null&hydrant-rows").body())
                .isEqualTo(parquet);
        assertThat(wire.get("/_hydrant/objects/films?key=films.orc&hydrant-rows").body())
                .isEqualTo(
                        """
                        {"format":"ORC","columns":["id","title","price"],"isCut":false,"trouble":null,"rows":[{"id":0,"title":"Amélie 0","price":12.50},{"id":1,"title":"Amélie 1","price":12.50}]}\
                        """);
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        byte[] file = ColumnarFiles.parquet(10);
        put("cut", Arrays.copyOf(file, file.length - 5));
        assertThat(wire.get("/films/cut?hydrant-rows").body())
                .isEqualTo(
                        """
                        {"format":"Parquet","isCut":false,"trouble":"The file is damaged: it is cut off, or was never finished.","rows":[]}\
                        """);
        put("text", "PAR1,PAR2".getBytes(StandardCharsets.UTF_8));
        Wire.Answer refused = wire.get("/films/text?hydrant-rows");
        assertThat(refused.summary()).isEqualTo("400 InvalidRequest");
        assertThat(refused.text("Message")).isEqualTo("The object is neither Parquet nor ORC.");
        assertThat(wire.get("/films/none?hydrant-rows").summary()).isEqualTo("404 NoSuchKey");
        assertThat(wire.put("/films/cut?hydrant-rows", "x").summary())
                .isEqualTo("405 MethodNotAllowed");
    }

    private void put(String key, byte[] bytes) {
        try (S3Client client = s3.client(RunningS3.ROOT)) {
            client.putObject(put -> put.bucket("films").key(key), RequestBody.fromBytes(bytes));
        }
    }
}
