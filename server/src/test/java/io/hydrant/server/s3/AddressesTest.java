package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.aws.PercentEncoding;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// What an address, a copy's source or a parameter may hold, and that no two keys become one.
class AddressesTest {
    @TempDir Path folder;

    private RunningS3 s3;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        s3 = RunningS3.trusting(folder);
        wire = new Wire(s3.uri());
        wire.put("/films", "");
        wire.put("/films/k", "bytes");
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    /// Bytes that never begin a character, a character cut short, a surrogate, two overlong forms,
    /// and one beyond the last code point.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%ff",
                "%fe",
                "%c3%28",
                "%c3",
                "%ed%a0%80",
                "%c0%af",
                "%e0%80%af",
                "%f5%80%80%80"
            })
    void whatIsNotUtf8IsRefusedWhereverItStands(String bytes) {
        for (String method : List.of("PUT", "GET", "DELETE")) {
            assertThat(wire.call(method, "/films/" + bytes, "other").summary())
                    .isEqualTo("400 InvalidURI");
        }
        assertThat(wire.get("/films/" + bytes).text("Message"))
                .isEqualTo("Couldn't parse the specified URI.");
        for (String query :
                List.of(
                        "list-type=2&prefix=",
                        "list-type=2&start-after=",
                        "list-type=2&delimiter=",
                        "marker=",
                        "versions&key-marker=",
                        "uploads&upload-id-marker=")) {
            assertThat(wire.get("/films?" + query + bytes).summary()).isEqualTo("400 InvalidURI");
        }
        assertThat(wire.get("/films/k?versionId=" + bytes).summary()).isEqualTo("400 InvalidURI");
        assertThat(wire.get("/films/k?" + bytes).summary()).isEqualTo("400 InvalidURI");
        assertThat(wire.put("/films/c", "", "x-amz-copy-source", "films/" + bytes).summary())
                .isEqualTo("400 InvalidArgument");
        assertThat(wire.get("/films").texts("Key")).containsExactly("k");
    }

    /// Which browsers need.
    @ParameterizedTest
    @ValueSource(strings = {"a/../b", "..", "./x", "a//b", "/", "a b+c", "%2e%2e", "#?&=;%", "é"})
    void anObjectIsTheSameWhenItsKeyIsInTheQuery(String key) {
        String encoded = PercentEncoding.encode(key);
        String address = "/_hydrant/objects/films?key=" + encoded;
        assertThat(wire.put(address, key, "x-amz-meta-a", "b").status()).isEqualTo(200);
        assertThat(wire.get("/films/" + encoded).body()).isEqualTo(key);
        assertThat(wire.call("HEAD", address, "").header("x-amz-meta-a")).isEqualTo("b");
        assertThat(wire.get(address + "&tagging").body()).contains("<TagSet");
        assertThat(wire.call("DELETE", address, "").status()).isEqualTo(204);
        assertThat(wire.get("/films").texts("Key")).containsExactly("k");
    }

    @Test
    void aKeyInTheQueryNamesOneObjectOrNothing() {
        String objects = "/_hydrant/objects/";
        for (String address :
                List.of(
                        "films",
                        "films?key=",
                        "films?key",
                        "films?tagging",
                        "films?key=k&key=l",
                        "films?key=k&%6bey=k",
                        "films/k?key=k",
                        "films/?key=k",
                        "?key=k",
                        "/k?key=k")) {
            for (String method : List.of("GET", "PUT", "DELETE")) {
                assertThat(wire.call(method, objects + address, "").summary())
                        .as(method + " " + address)
                        .isEqualTo("400 InvalidArgument");
            }
        }
        assertThat(wire.call("POST", objects + "films?key=k&uploads", "").summary())
                .isEqualTo("405 MethodNotAllowed");
        assertThat(wire.get(objects + "films?key=%ff").summary()).isEqualTo("400 InvalidURI");
        assertThat(wire.get(objects + "none?key=k").summary()).isEqualTo("404 NoSuchBucket");
        assertThat(wire.get("/films").texts("Key")).containsExactly("k");
    }

    @Test
    void aPercentWithoutItsDigitsIsRefused() throws IOException {
        for (String path : List.of("/films/%zz", "/films/%", "/films/%4", "/films?prefix=%zz")) {
            assertThat(raw("PUT " + path))
                    .startsWith("HTTP/1.1 400")
                    .contains("<Code>InvalidURI</Code>");
        }
        assertThat(wire.put("/films/c", "", "x-amz-copy-source", "films/100%zz").summary())
                .isEqualTo("400 InvalidArgument");
        assertThat(wire.put("/films/c", "", "x-amz-copy-source", "films/100%").summary())
                .isEqualTo("400 InvalidArgument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%00",
                "a%00b",
                "%01%1f%7f",
                "%0a",
                "%0d%0a",
                "%ef%bf%bd",
                "%ef%bf%be",
                "%f0%9f%98%80",
                "%c3%a9",
                "e%cc%81",
                "%e2%80%ae",
                "a%2fb",
                "%20",
                "%2B",
                "%25ff",
                "..%2f.."
            })
    void whatIsUtf8IsItsOwnKey(String key) {
        assertThat(wire.put("/films/" + key, key).status()).isEqualTo(200);
        assertThat(wire.get("/films/" + key).body()).isEqualTo(key);
        assertThat(wire.put("/films/copy", "", "x-amz-copy-source", "films/" + key).status())
                .isEqualTo(200);
        assertThat(wire.get("/films/copy").body()).isEqualTo(key);
        assertThat(wire.get("/films?list-type=2&encoding-type=url").texts("Key"))
                .hasSize(3)
                .contains("copy", "k");
        assertThat(wire.call("DELETE", "/films/" + key, "").status()).isEqualTo(204);
        assertThat(wire.get("/films").texts("Key")).containsExactly("copy", "k");
    }

    @Test
    void aPlusInACopysSourceIsASpace() {
        wire.put("/films/a%20key.txt", "with a space");
        wire.put("/films/a+key.txt", "with a plus");
        assertThat(copyOf("films%2Fa+key.txt")).isEqualTo("with a space");
        assertThat(copyOf("films/a%20key.txt")).isEqualTo("with a space");
        assertThat(copyOf("films/a%2Bkey.txt")).isEqualTo("with a plus");
    }

    @Test
    void theVersionInACopysSourceIsReadAsOne() {
        assertThat(copying("films/k?versionId=no").summary()).isEqualTo("400 InvalidArgument");
        assertThat(copying("films/k?versionId=%ff").summary()).isEqualTo("400 InvalidArgument");
        assertThat(copying("films/k?versionId=" + "0".repeat(32)).summary())
                .isEqualTo("404 NoSuchVersion");
        assertThat(copyOf("films/k?versionId=null")).isEqualTo("bytes");
    }

    @Test
    void aSignedAddressIsRefusedLikewise() throws IOException {
        try (RunningS3 verifying =
                        new RunningS3(Files.createDirectory(folder.resolve("verifying")));
                S3Client client = verifying.client(RunningS3.ROOT)) {
            client.createBucket(request -> request.bucket("films"));
            client.putObject(
                    request -> request.bucket("films").key("ä\u0001 +%"),
                    RequestBody.fromString("x"));
            assertThat(
                            client.getObjectAsBytes(
                                            request -> request.bucket("films").key("ä\u0001 +%"))
                                    .asUtf8String())
                    .isEqualTo("x");
        }
    }

    private String raw(String methodAndTarget) throws IOException {
        try (Socket socket = new Socket(s3.uri().getHost(), s3.uri().getPort())) {
            String head =
                    methodAndTarget
                            + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                            + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private Wire.Answer copying(String source) {
        return wire.put("/films/copy", "", "x-amz-copy-source", source);
    }

    private String copyOf(String source) {
        assertThat(copying(source).status()).isEqualTo(200);
        return wire.get("/films/copy").body();
    }
}
