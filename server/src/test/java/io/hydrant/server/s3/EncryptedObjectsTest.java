package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// Encryption as a client asks for it, sees it, and finds it on the disk.
class EncryptedObjectsTest {
    private static final byte[] MARK = "Metropolis, 1927".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private RunningS3 s3;
    private S3Client client;

    @BeforeEach
    void start() throws IOException {
        s3 = new RunningS3(folder);
        client = s3.client(RunningS3.ROOT);
        client.createBucket(bucket -> bucket.bucket("films"));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        s3.close();
    }

    @Test
    void anObjectIsEncryptedWhenARequestAsksForIt() throws IOException {
        byte[] bytes = marked(200_000);
        assertThat(put("plain", bytes, null)).isNull();
        assertThat(filesWithMark()).isEqualTo(1);
        client.deleteObject(gone -> gone.bucket("films").key("plain"));
        assertThat(put("sealed", bytes, ServerSideEncryption.AES256))
                .isEqualTo(ServerSideEncryption.AES256);
        assertThat(filesWithMark()).isZero();
        var read = client.getObjectAsBytes(get -> get.bucket("films").key("sealed"));
        assertThat(read.asByteArray()).isEqualTo(bytes);
        assertThat(read.response().serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        assertThat(
                        client.headObject(head -> head.bucket("films").key("sealed"))
                                .serverSideEncryption())
                .isEqualTo(ServerSideEncryption.AES256);
        assertThat(
                        client.getObjectAsBytes(get ->
                                        get.bucket("films")
                                                .key("sealed")
                                                .range("bytes=65530-65545"))
                                .asByteArray())
                .isEqualTo(Arrays.copyOfRange(bytes, 65530, 65546));
    }

    @Test
    void aBucketsDefaultCountsForWhatIsStoredFromThenOn() throws IOException {
        put("before", marked(1000), null);
        assertThatThrownBy(() -> client.getBucketEncryption(get -> get.bucket("films")))
                .hasMessageContaining("encryption configuration was not found");
        encryptByDefault();
        assertThat(put("after", marked(1000), null)).isEqualTo(ServerSideEncryption.AES256);
        assertThat(filesWithMark()).as("the one from before").isEqualTo(1);
        assertThat(encryptionOf("before")).isNull();
        assertThat(encryptionOf("after")).isEqualTo(ServerSideEncryption.AES256);
        client.deleteBucketEncryption(gone -> gone.bucket("films"));
        assertThat(put("later", marked(1000), null)).isNull();
    }

    @Test
    void aCopyOntoItselfEncryptsWhatWasStoredBefore() throws IOException {
        put("k", marked(1000), null);
        client.copyObject(copy ->
                copy.sourceBucket("films")
                        .sourceKey("k")
                        .destinationBucket("films")
                        .destinationKey("k")
                        .serverSideEncryption(ServerSideEncryption.AES256));
        assertThat(encryptionOf("k")).isEqualTo(ServerSideEncryption.AES256);
        assertThat(bytes("k")).isEqualTo(marked(1000));
        assertThat(filesWithMark()).isZero();
    }

    @Test
    void aCopyOfWhatIsEncryptedIsSo() throws IOException {
        put("k", marked(1000), ServerSideEncryption.AES256);
        client.copyObject(copy ->
                copy.sourceBucket("films")
                        .sourceKey("k")
                        .destinationBucket("films")
                        .destinationKey("c"));
        client.deleteObject(gone -> gone.bucket("films").key("k"));
        assertThat(encryptionOf("c")).isEqualTo(ServerSideEncryption.AES256);
        assertThat(bytes("c")).isEqualTo(marked(1000));
        assertThat(filesWithMark()).isZero();
    }

    @Test
    void partsAreEncryptedAsTheirUploadAsked() throws IOException {
        byte[] first = marked(5 * 1024 * 1024);
        byte[] second = marked(100_001);
        var upload =
                client.createMultipartUpload(
                        begin -> begin.bucket("films").key("k").serverSideEncryption("AES256"));
        assertThat(upload.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        List<CompletedPart> parts =
                List.of(part(upload.uploadId(), 1, first), part(upload.uploadId(), 2, second));
        assertThat(filesWithMark()).as("before it is complete").isZero();
        client.completeMultipartUpload(end ->
                end.bucket("films")
                        .key("k")
                        .uploadId(upload.uploadId())
                        .multipartUpload(all -> all.parts(parts)));
        assertThat(encryptionOf("k")).isEqualTo(ServerSideEncryption.AES256);
        assertThat(
                        client.getObjectAsBytes(get ->
                                        get.bucket("films").key("k").range("bytes=5242870-5242889"))
                                .asByteArray())
                .isEqualTo(
                        new String(first, StandardCharsets.UTF_8)
                                .concat(new String(second, StandardCharsets.UTF_8))
                                .substring(5242870, 5242890)
                                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aDamagedObjectIsAnErrorAndNotOtherBytes() throws IOException {
        put("k", marked(1000), ServerSideEncryption.AES256);
        Path blob;
        try (Stream<Path> files = Files.walk(folder.resolve("s3/blobs"))) {
            blob = files.filter(file -> file.toString().endsWith(".2")).findFirst().orElseThrow();
        }
        byte[] stored = Files.readAllBytes(blob);
        stored[500] ^= 1;
        Files.write(blob, stored);
        Wire wire = new Wire(s3.uri());
        assertThat(wire.get("/films/k").status()).as("unsigned").isEqualTo(403);
        assertThatThrownBy(() -> bytes("k"))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal -> assertThat(refusal.statusCode()).isEqualTo(500));
    }

    private CompletedPart part(String upload, int number, byte[] bytes) {
        UploadPartResponse stored =
                client.uploadPart(
                        part -> part.bucket("films").key("k").uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(bytes));
        assertThat(stored.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        return CompletedPart.builder().partNumber(number).eTag(stored.eTag()).build();
    }

    private void encryptByDefault() {
        ServerSideEncryptionRule rule =
                ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(how -> how.sseAlgorithm("AES256"))
                        .build();
        client.putBucketEncryption(put ->
                put.bucket("films").serverSideEncryptionConfiguration(all -> all.rules(rule)));
    }

    private @Nullable ServerSideEncryption put(
            String key, byte[] bytes, @Nullable ServerSideEncryption asked) {
        return client.putObject(
                        put -> put.bucket("films").key(key).serverSideEncryption(asked),
                        RequestBody.fromBytes(bytes))
                .serverSideEncryption();
    }

    private @Nullable ServerSideEncryption encryptionOf(String key) {
        return client.headObject(head -> head.bucket("films").key(key)).serverSideEncryption();
    }

    private byte[] bytes(String key) {
        return client.getObjectAsBytes(get -> get.bucket("films").key(key)).asByteArray();
    }

    private static byte[] marked(int length) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; at++) {
            bytes[at] = MARK[at % MARK.length];
        }
        return bytes;
    }

    private long filesWithMark() throws IOException {
        String mark = new String(MARK, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder)) {
            long count = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(mark)) {
                    count++;
                }
            }
            return count;
        }
    }
}
