package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.objectstore.ChecksumAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CopyObject: what a copy takes over, and what it does not.
class CopiesTest {
    private static final int COPIES = 60;

    @TempDir Path folder;

    private RunningS3 s3;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        s3 = RunningS3.trusting(folder);
        wire = new Wire(s3.uri());
        wire.put("/films", "");
        wire.put(
                "/films/k",
                "bytes",
                "x-amz-storage-class",
                "STANDARD_IA",
                "x-amz-website-redirect-location",
                "/there",
                "x-amz-meta-a",
                "1",
                "Content-Type",
                "text/x",
                "Cache-Control",
                "no-cache");
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
    }

    private Wire.Answer copy(String from, String to, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "x-amz-copy-source";
        all[headers.length + 1] = "films/" + from;
        return wire.put("/films/" + to, "", all);
    }

    private Wire.Answer head(String key) {
        return wire.call("HEAD", "/films/" + key, "");
    }

    @Test
    void aCopyTakesOverWhatDescribesItsContentAndNotHowItIsKept() {
        assertThat(copy("k", "c").status()).isEqualTo(200);
        Wire.Answer copied = head("c");
        assertThat(copied.header("content-type")).isEqualTo("text/x");
        assertThat(copied.header("cache-control")).isEqualTo("no-cache");
        assertThat(copied.header("x-amz-meta-a")).isEqualTo("1");
        assertThat(copied.header("x-amz-storage-class")).isEmpty();
        assertThat(copied.header("x-amz-website-redirect-location")).isEmpty();
        assertThat(copied.header("x-amz-server-side-encryption")).isEmpty();
        copy("k", "c", "x-amz-storage-class", "REDUCED_REDUNDANCY");
        assertThat(head("c").header("x-amz-storage-class")).isEqualTo("REDUCED_REDUNDANCY");
    }

    @Test
    void aCopyHasTheChecksumThatIsAskedFor() {
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            Wire.Answer copied = copy("k", "c", "x-amz-checksum-algorithm", algorithm.name());
            assertThat(copied.text(algorithm.element()))
                    .isEqualTo(algorithm.of("bytes".getBytes(StandardCharsets.UTF_8)));
            assertThat(copied.text("ChecksumType")).isEqualTo("FULL_OBJECT");
        }
        assertThat(copy("k", "c", "x-amz-checksum-algorithm", "NO").summary())
                .isEqualTo("400 InvalidRequest");
        wire.put(
                "/films/sha",
                "bytes",
                "x-amz-checksum-sha256",
                ChecksumAlgorithm.SHA256.of("bytes".getBytes(StandardCharsets.UTF_8)));
        assertThat(copy("sha", "c").text("ChecksumSHA256")).isNotEmpty();
    }

    @Test
    void aCopyOfPartsIsOfOnePiece() throws Exception {
        String large = "a".repeat(5 * 1024 * 1024);
        String id =
                wire.call("POST", "/films/m?uploads", "", "x-amz-checksum-algorithm", "SHA1")
                        .text("UploadId");
        String parts = part(id, 1, large) + part(id, 2, "the end");
        String done =
                wire.call(
                                "POST",
                                "/films/m?uploadId=" + id,
                                "<CompleteMultipartUpload>" + parts + "</CompleteMultipartUpload>")
                        .text("ETag");
        assertThat(done).endsWith("-2\"");
        Wire.Answer copied = copy("m", "c");
        byte[] whole = (large + "the end").getBytes(StandardCharsets.UTF_8);
        String md5 = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(whole));
        assertThat(copied.text("ETag")).isEqualTo("\"" + md5 + "\"");
        assertThat(copied.text("ChecksumSHA1")).isEqualTo(ChecksumAlgorithm.SHA1.of(whole));
        assertThat(copied.text("ChecksumType")).isEqualTo("FULL_OBJECT");
        assertThat(
                        wire.call(
                                        "GET",
                                        "/films/c?attributes",
                                        "",
                                        "x-amz-object-attributes",
                                        "ObjectParts")
                                .has("ObjectParts"))
                .isFalse();
        assertThat(wire.get("/films/c").body()).isEqualTo(large + "the end");
        copy("m", "m", "x-amz-metadata-directive", "REPLACE");
        assertThat(head("m").header("ETag")).isEqualTo("\"" + md5 + "\"");
        assertThat(wire.get("/films/m").body()).isEqualTo(large + "the end");
    }

    private String part(String id, int number, String text) {
        String sum = ChecksumAlgorithm.SHA1.of(text.getBytes(StandardCharsets.UTF_8));
        String etag =
                wire.put(
                                "/films/m?partNumber=" + number + "&uploadId=" + id,
                                text,
                                "x-amz-checksum-sha1",
                                sum)
                        .header("ETag");
        return "<Part><PartNumber>"
                + number
                + "</PartNumber><ETag>"
                + etag
                + "</ETag><ChecksumSHA1>"
                + sum
                + "</ChecksumSHA1></Part>";
    }

    @Test
    void aCopyWithinSuspendedVersioningNamesItsVersion() {
        versioning("Enabled");
        String version = wire.put("/films/v", "x").header("x-amz-version-id");
        assertThat(copy("v", "c").header("x-amz-copy-source-version-id")).isEqualTo(version);
        versioning("Suspended");
        assertThat(copy("v", "c").header("x-amz-version-id")).isEqualTo("null");
    }

    private void versioning(String status) {
        wire.put(
                "/films?versioning",
                "<VersioningConfiguration><Status>"
                        + status
                        + "</Status></VersioningConfiguration>");
    }

    @Test
    void aCopyOntoItselfMustChangeSomething() {
        assertThat(copy("k", "k").summary()).isEqualTo("400 InvalidRequest");
        assertThat(copy("k", "k", "x-amz-storage-class", "STANDARD").status()).isEqualTo(200);
        assertThat(copy("k", "k", "x-amz-metadata-directive", "REPLACE").status()).isEqualTo(200);
        wire.put(
                "/films?encryption",
                "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
                        + "<SSEAlgorithm>AES256</SSEAlgorithm>"
                        + "</ApplyServerSideEncryptionByDefault></Rule>"
                        + "</ServerSideEncryptionConfiguration>");
        assertThat(copy("k", "k").status()).isEqualTo(200);
        assertThat(copy("k", "k", "x-amz-metadata-directive", "KEEP").text("ArgumentValue"))
                .isEqualTo("KEEP");
    }

    /// Whatever others do, the key is there all the time.
    @Test
    void aKeyThatOthersOverwriteAllTheTimeIsCopiedAndRead() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                writers.add(
                        pool.submit(() -> {
                            Wire own = new Wire(s3.uri());
                            while (!done.get()) {
                                own.put("/films/busy", "bytes");
                            }
                        }));
            }
            wire.put("/films/busy", "bytes");
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < COPIES; i++) {
                answers.add(copy("busy", "c").summary());
                answers.add(copy("busy", "c", "x-amz-checksum-algorithm", "SHA1").summary());
                answers.add(wire.get("/films/busy").summary());
            }
            done.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(answers).containsOnly("200");
        }
    }
}
