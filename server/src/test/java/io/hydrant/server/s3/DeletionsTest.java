package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.objectstore.ChecksumAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionsTest {
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

    private Wire.Answer delete(String objects) {
        String document = "<Delete>" + objects + "</Delete>";
        return wire.call(
                "POST",
                "/films?delete",
                document,
                "x-amz-checksum-crc32",
                ChecksumAlgorithm.CRC32.of(document.getBytes(StandardCharsets.UTF_8)));
    }

    private static String object(String key, String... more) {
        return "<Object><Key>" + key + "</Key>" + String.join("", more) + "</Object>";
    }

    private static String version(String id) {
        return "<VersionId>" + id + "</VersionId>";
    }

    @Test
    void aVersionThatIsGoneIsDeletedAndOneThatNeverWasIsNot() {
        enableVersioning();
        String id = wire.put("/films/k", "x").header("x-amz-version-id");
        assertThat(delete(object("k", version(id))).texts("Key")).containsExactly("k");
        Wire.Answer again = delete(object("k", version(id)));
        assertThat(again.has("Error")).isFalse();
        assertThat(again.text("VersionId")).isEqualTo(id);
        Wire.Answer never = delete(object("k", version("0".repeat(32))));
        assertThat(never.text("Code")).isEqualTo("NoSuchVersion");
    }

    private void enableVersioning() {
        wire.put(
                "/films?versioning",
                "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
    }

    @Test
    void whatIsRefusedOfOneKeyDoesNotConcernTheOthers() {
        String etag = wire.put("/films/a", "x").header("ETag");
        wire.put("/films/b", "y");
        Wire.Answer answer =
                delete(
                        object("a", "<ETag>" + etag + "</ETag>")
                                + object("b", "<ETag>\"other\"</ETag>")
                                + object("c", "<ETag>*</ETag>")
                                + object("x".repeat(1025))
                                + object("d"));
        assertThat(answer.texts("Code"))
                .containsExactly("PreconditionFailed", "PreconditionFailed", "KeyTooLongError");
        assertThat(wire.get("/films").texts("Key")).containsExactly("b");
    }

    @Test
    void aGuardThatIsNotJudgedDeletesNothing() {
        wire.put("/films/a", "x");
        assertThat(delete(object("a", "<Size>9999</Size>")).summary())
                .isEqualTo("501 NotImplemented");
        assertThat(
                        delete(
                                        object(
                                                "a",
                                                "<LastModifiedTime>2015-10-21T07:28:00Z"
                                                        + "</LastModifiedTime>"))
                                .summary())
                .isEqualTo("501 NotImplemented");
        assertThat(delete(object("a", "<Guard>1</Guard>")).summary()).isEqualTo("400 MalformedXML");
        assertThat(delete(object("")).summary()).isEqualTo("400 MalformedXML");
        assertThat(wire.get("/films").texts("Key")).containsExactly("a");
    }

    @Test
    void aThousandKeysAreDeletedAtOnce() {
        String keys =
                IntStream.range(0, 1000)
                        .mapToObj(i -> object("k" + i))
                        .collect(Collectors.joining());
        wire.put("/films/k7", "x");
        Wire.Answer answer = delete(keys);
        assertThat(answer.texts("Key")).hasSize(1000);
        assertThat(wire.get("/films").texts("Key")).isEmpty();
        enableVersioning();
        assertThat(delete(keys).texts("DeleteMarkerVersionId"))
                .hasSize(1000)
                .doesNotHaveDuplicates();
        assertThat(delete(keys + object("one more")).summary()).isEqualTo("400 MalformedXML");
    }

    @Test
    void aGuardOfADeletedVersionIsThatVersions() {
        enableVersioning();
        Wire.Answer first = wire.put("/films/k", "first");
        String second = wire.put("/films/k", "second").header("ETag");
        String path = "/films/k?versionId=" + first.header("x-amz-version-id");
        assertThat(wire.call("DELETE", path, "", "If-Match", second).summary())
                .isEqualTo("412 PreconditionFailed");
        assertThat(wire.call("DELETE", path, "", "If-Match", first.header("ETag")).status())
                .isEqualTo(204);
        assertThat(wire.get("/films/k").body()).isEqualTo("second");
    }
}
