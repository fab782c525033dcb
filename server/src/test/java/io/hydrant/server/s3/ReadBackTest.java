package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hydrant.core.objectstore.BlobWriter;
import io.hydrant.core.objectstore.ObjectDetails;
import io.hydrant.core.objectstore.Precondition;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.testing.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/// Whatever is stored can be read: nothing that a client says of an object, by whatever way, makes
/// an answer about it impossible.
class ReadBackTest {
    private static final int ROUNDS = 150;

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "Z",
                    " ",
                    "\t",
                    "\n",
                    "\r",
                    "\r\nx-evil: 1",
                    "\u0000",
                    "\u0001",
                    "\u001B",
                    "\u007F",
                    "\u0085",
                    "\u00A0",
                    "é",
                    "ÿ",
                    "Ā",
                    "—",
                    "数",
                    "\uFFFD",
                    "\uFFFE",
                    "😀",
                    "=?UTF-8?B?w6k=?=",
                    "=?",
                    "?=",
                    "\"",
                    "\\",
                    ",",
                    ";",
                    "%",
                    "&",
                    "=",
                    ":");

    private static final List<String> NAMES =
            List.of(
                    "x-amz-meta-a",
                    "x-amz-meta-",
                    "x-amz-meta-b c",
                    "x-amz-meta-é",
                    "x-amz-meta-n\n",
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-type",
                    "content-language",
                    "x-amz-website-redirect-location",
                    "x-amz-storage-class",
                    "x-amz-server-side-encryption",
                    "x-amz-server-side-encryption-aws-kms-key-id",
                    "x-amz-server-side-encryption-context",
                    "x-amz-server-side-encryption-bucket-key-enabled");

    @TempDir Path folder;

    private RunningS3 s3;
    private Wire wire;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        s3 = RunningS3.trusting(folder);
        wire = new Wire(s3.uri());
        client = s3.client(RunningS3.ROOT);
        wire.put("/films", "");
        wire.put("/films/source", "bytes");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        s3.close();
    }

    @Test
    void whateverIsStoredIsRead() {
        long seed = Seed.of(ReadBackTest.class).value();
        Random random = new Random(seed);
        int stored = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String value = value(random, name);
            String key = "k" + i;
            boolean done =
                    switch (random.nextInt(4)) {
                        case 0 -> put(key, name, value).status() == 200;
                        case 1 -> copy(key, name, value).status() == 200;
                        case 2 -> form(key, name, value).status() == 204;
                        default -> upload(key, name, value);
                    };
            if (done) {
                stored++;
                assertReadable(seed, key, name, value);
            } else {
                assertThat(wire.get("/films/" + key).summary()).isEqualTo("404 NoSuchKey");
            }
        }
        assertThat(stored).isGreaterThan(ROUNDS / 10);
    }

    private static String value(Random random, String name) {
        StringBuilder value = new StringBuilder();
        if (name.equals("x-amz-website-redirect-location") && random.nextBoolean()) {
            value.append('/');
        }
        int pieces = random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            value.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return value.toString();
    }

    private void assertReadable(long seed, String key, String name, String value) {
        String what = "-Dhydrant.seed=%d: %s with %s = %s".formatted(seed, key, name, value);
        assertThatCode(() -> client.headObject(request -> request.bucket("films").key(key)))
                .as(what)
                .doesNotThrowAnyException();
        assertThat(
                        client.getObjectAsBytes(request -> request.bucket("films").key(key))
                                .asUtf8String())
                .as(what)
                .isEqualTo("bytes");
    }

    /// As a presigned URL does it.
    private Wire.Answer put(String key, String name, String value) {
        return wire.put("/films/" + key + query(name, value), "bytes");
    }

    private Wire.Answer copy(String key, String name, String value) {
        return wire.put(
                "/films/" + key + query(name, value) + "&x-amz-metadata-directive=REPLACE",
                "",
                "x-amz-copy-source",
                "films/source");
    }

    private boolean upload(String key, String name, String value) {
        Wire.Answer begun =
                wire.call("POST", "/films/" + key + query(name, value) + "&uploads", "");
        if (begun.status() != 200) {
            return false;
        }
        String upload = "/films/" + key + "?uploadId=" + begun.text("UploadId");
        String etag = wire.put(upload + "&partNumber=1", "bytes").header("ETag");
        return wire.call("POST", upload, completing(etag)).status() == 200;
    }

    private static String completing(String etag) {
        return "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
                + etag
                + "</ETag></Part></CompleteMultipartUpload>";
    }

    private Wire.Answer form(String key, String name, String value) {
        String body =
                field("key", key)
                        + field(name.replace("\n", "%0A"), value)
                        + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\""
                        + "\r\n\r\nbytes\r\n--edge--\r\n";
        return wire.call(
                "POST", "/films", body, "Content-Type", "multipart/form-data; boundary=edge");
    }

    private static String field(String name, String value) {
        return "--edge\r\nContent-Disposition: form-data; name=\""
                + name
                + "\"\r\n\r\n"
                + value
                + "\r\n";
    }

    private static String query(String name, String value) {
        return "?X-Amz-Signature=0&" + Wire.encoded(name) + "=" + Wire.encoded(value);
    }

    /// As S3 showed them in 2026.
    @Test
    void metadataThatIsNotAsciiIsShownAsAnEncodedWord() {
        assertThat(shownMetadata("\u0000\u0001\u0002\u0003\u0004"))
                .isEqualTo("=?UTF-8?B?AAECAwQ=?=");
        assertThat(shownMetadata("ÄMÄZÕÑ S3"))
                .isEqualTo("=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=");
        assertThat(shownMetadata("é")).isEqualTo("=?UTF-8?Q?=C3=A9?=");
        assertThat(shownMetadata("=?UTF-8?Q?=C3=A9?=")).isEqualTo("=?UTF-8?Q?=C3=A9?=");
        assertThat(shownMetadata("a\nb")).isEqualTo("=?UTF-8?B?YQpi?=");
        assertThat(shownMetadata("a\r\nb\u007F")).isEqualTo("=?UTF-8?B?YQ0KYn8=?=");
        assertThat(shownMetadata("plain, \"text\" = ?_%")).isEqualTo("plain, \"text\" = ?_%");
    }

    private String shownMetadata(String value) {
        assertThat(put("m", "x-amz-meta-m", value).status()).isEqualTo(200);
        String copied = wire.put("/films/m2", "", "x-amz-copy-source", "films/m").summary();
        assertThat(copied).isEqualTo("200");
        String shown = wire.call("HEAD", "/films/m", "").header("x-amz-meta-m");
        assertThat(wire.get("/films/m2").header("x-amz-meta-m")).isEqualTo(shown);
        return shown;
    }

    @Test
    void whatABrowserIsToldIsWithinWhatHeadersCarry() {
        assertThat(put("c", "cache-control", "a—b").status()).isEqualTo(200);
        assertThat(wire.get("/films/c").header("cache-control")).isEqualTo("a b");
        assertThat(put("d", "content-disposition", "a\nb").summary())
                .isEqualTo("400 InvalidArgument");
        assertThat(wire.get("/films/d").summary()).isEqualTo("404 NoSuchKey");
    }

    @Test
    void anAnswersHeadersAreSetToWhatCanBeSentOnly() {
        for (String bad : List.of("a%0D%0Ax-injected:%201", "a%00b", "%E2%80%94", "%7F")) {
            for (String header :
                    List.of(
                            "response-content-disposition",
                            "response-content-type",
                            "response-cache-control",
                            "response-content-language",
                            "response-content-encoding",
                            "response-expires")) {
                Wire.Answer refused = wire.get("/films/source?" + header + "=" + bad);
                assertThat(refused.summary()).isEqualTo("400 InvalidArgument");
                assertThat(refused.text("Message"))
                        .isEqualTo("Header value cannot be represented using ISO-8859-1.");
                assertThat(refused.text("ArgumentName")).isEqualTo(header);
                assertThat(wire.call("HEAD", "/films/source?" + header + "=" + bad, "").status())
                        .isEqualTo(400);
            }
        }
        assertThat(
                        wire.get("/films/source?response-content-type=text/x%3B%20a=%22b%22")
                                .header("content-type"))
                .isEqualTo("text/x; a=\"b\"");
    }

    /// Earlier versions stored whatever came.
    @Test
    void anObjectThatWasStoredWithWhatCannotBeSentIsReadWithoutIt() throws IOException {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("content-type", "text/x\r\nx-evil: 1");
        headers.put("x-amz-server-side-encryption", "a\nb");
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put("good", "\n");
        metadata.put("b\nad", "1");
        store(new ObjectDetails(headers, metadata, new TreeMap<>(), Optional.empty()));
        Wire.Answer answer = wire.get("/films/old");
        assertThat(answer.body()).isEqualTo("bytes");
        assertThat(answer.header("content-type")).isEqualTo("text/x  x-evil: 1");
        assertThat(answer.header("x-amz-meta-good")).isEqualTo("=?UTF-8?B?Cg==?=");
        assertThat(answer.header("x-amz-missing-meta")).isEqualTo("1");
        assertThat(wire.call("HEAD", "/films/old", "").status()).isEqualTo(200);
        assertThat(wire.put("/films/new", "", "x-amz-copy-source", "films/old").status())
                .isEqualTo(200);
        assertThat(wire.get("/films/new").body()).isEqualTo("bytes");
    }

    private void store(ObjectDetails details) throws IOException {
        S3Store store = s3.store();
        try (BlobWriter bytes = store.write(List.of())) {
            bytes.write("bytes".getBytes(StandardCharsets.UTF_8));
            store.objects()
                    .put(
                            store.buckets().get("films"),
                            "old",
                            bytes.finish(),
                            details,
                            new Precondition.None());
        }
    }

    @Test
    void encodingsComeBackAsTheyWereSent() {
        assertThat(encodingOf("deflate, gzip")).isEqualTo("deflate, gzip");
        assertThat(encodingOf("gzip")).isEqualTo("gzip");
        assertThat(encodingOf("aws-chunked,gzip")).isEqualTo("gzip");
        assertThat(encodingOf("aws-chunked")).isEmpty();
    }

    private String encodingOf(String value) {
        wire.put("/films/e", "bytes", "Content-Encoding", value);
        return wire.call("HEAD", "/films/e", "").header("Content-Encoding");
    }
}
