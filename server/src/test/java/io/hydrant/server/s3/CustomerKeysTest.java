package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Objects under keys that customers send along and nobody keeps (SSE-C).
class CustomerKeysTest {
    private static final String MARK = "Der Golem, 1920 ";
    private static final CustomerSecret ONE = CustomerSecret.random();
    private static final CustomerSecret OTHER = CustomerSecret.random();

    @TempDir Path folder;
    private RunningS3 s3;
    private S3Client client;

    private record CustomerSecret(byte[] bytes) {
        static CustomerSecret random() {
            byte[] bytes = new byte[32];
            new Random().nextBytes(bytes);
            return new CustomerSecret(bytes);
        }

        String key() {
            return Base64.getEncoder().encodeToString(bytes);
        }

        String md5() {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        open();
        client.createBucket(bucket -> bucket.bucket("films"));
    }

    private void open() throws IOException {
        s3 = new RunningS3(folder);
        client = s3.client(RunningS3.ROOT);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        s3.close();
    }

    @Test
    void whatIsStoredUnderAKeyIsReadWithItAlone() throws IOException {
        byte[] bytes = marked(200_000);
        PutObjectResponse put = put("k", bytes, ONE);
        assertThat(put.sseCustomerAlgorithm()).isEqualTo("AES256");
        assertThat(put.sseCustomerKeyMD5()).isEqualTo(ONE.md5());
        stop();
        open();
        assertThat(get("k", ONE).asByteArray()).isEqualTo(bytes);
        assertThat(get("k", ONE).response().sseCustomerKeyMD5()).isEqualTo(ONE.md5());
        assertThat(
                        client.getObjectAsBytes(get ->
                                        get.bucket("films")
                                                .key("k")
                                                .sseCustomerAlgorithm("AES256")
                                                .sseCustomerKey(ONE.key())
                                                .sseCustomerKeyMD5(ONE.md5())
                                                .range("bytes=65530-131080"))
                                .asByteArray())
                .isEqualTo(Arrays.copyOfRange(bytes, 65530, 131081));
        assertThatThrownBy(() -> get("k", OTHER))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        assertThatThrownBy(() -> client.getObjectAsBytes(get -> get.bucket("films").key("k")))
                .hasMessageContaining(
                        "The object was stored using a form of Server Side Encryption. The correct"
                                + " parameters must be provided to retrieve the object.");
        assertThatThrownBy(() -> client.headObject(head -> head.bucket("films").key("k")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal -> assertThat(refusal.statusCode()).isEqualTo(400));
        assertThat(filesWith(MARK)).isZero();
        assertThat(filesWith(new String(ONE.bytes(), StandardCharsets.ISO_8859_1))).isZero();
        assertThat(filesWith(ONE.key())).isZero();
        assertThat(filesWith(ONE.md5())).isZero();
    }

    @Test
    void aKeyIsNotForWhatIsStoredWithoutOne() {
        client.putObject(put -> put.bucket("films").key("k"), RequestBody.fromString("x"));
        assertThatThrownBy(() -> get("k", ONE))
                .hasMessageContaining(
                        "The encryption parameters are not applicable to this object.");
    }

    @Test
    void aKeyIsWholeAndItsDigestIsRight() {
        put("k", marked(1), ONE);
        assertThatThrownBy(() -> get(get -> get.sseCustomerAlgorithm("AES256")))
                .hasMessageContaining("must provide an appropriate secret key.");
        assertThatThrownBy(() -> get(get -> get.sseCustomerKey(ONE.key())))
                .hasMessageContaining("must provide a valid encryption algorithm.");
        assertThatThrownBy(() ->
                        get(get ->
                                get.sseCustomerAlgorithm("AES128")
                                        .sseCustomerKey(ONE.key())
                                        .sseCustomerKeyMD5(ONE.md5())))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal ->
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidEncryptionAlgorithmError"));
        assertThatThrownBy(() ->
                        get(get ->
                                get.sseCustomerAlgorithm("AES256")
                                        .sseCustomerKey(ONE.key())
                                        .sseCustomerKeyMD5(OTHER.md5())))
                .hasMessageContaining("The calculated MD5 hash of the key did not match");
    }

    private void get(Consumer<GetObjectRequest.Builder> key) {
        client.getObjectAsBytes(get -> key.accept(get.bucket("films").key("k")));
    }

    @Test
    void copiesTakeTheKeysOfBoth() throws IOException {
        put("k", marked(1000), ONE);
        client.copyObject(copy ->
                copy.sourceBucket("films")
                        .sourceKey("k")
                        .copySourceSSECustomerAlgorithm("AES256")
                        .copySourceSSECustomerKey(ONE.key())
                        .copySourceSSECustomerKeyMD5(ONE.md5())
                        .destinationBucket("films")
                        .destinationKey("k")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(OTHER.key())
                        .sseCustomerKeyMD5(OTHER.md5()));
        assertThat(get("k", OTHER).asByteArray()).isEqualTo(marked(1000));
        assertThatThrownBy(() ->
                        client.copyObject(copy ->
                                copy.sourceBucket("films")
                                        .sourceKey("k")
                                        .destinationBucket("films")
                                        .destinationKey("c")))
                .hasMessageContaining("The correct parameters must be provided");
        assertThat(filesWith(MARK)).isZero();
    }

    @Test
    void partsTakeTheKeyOfTheirUpload() throws IOException {
        var upload =
                client.createMultipartUpload(begin ->
                        begin.bucket("films")
                                .key("k")
                                .sseCustomerAlgorithm("AES256")
                                .sseCustomerKey(ONE.key())
                                .sseCustomerKeyMD5(ONE.md5()));
        assertThat(upload.sseCustomerKeyMD5()).isEqualTo(ONE.md5());
        assertThatThrownBy(() -> part(upload.uploadId(), OTHER))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal -> assertThat(refusal.statusCode()).isEqualTo(400));
        List<CompletedPart> parts = List.of(part(upload.uploadId(), ONE));
        client.completeMultipartUpload(end ->
                end.bucket("films")
                        .key("k")
                        .uploadId(upload.uploadId())
                        .multipartUpload(all -> all.parts(parts)));
        assertThat(get("k", ONE).asByteArray()).isEqualTo(marked(100_000));
        assertThat(filesWith(MARK)).isZero();
    }

    private CompletedPart part(String upload, CustomerSecret secret) {
        String etag =
                client.uploadPart(
                                part ->
                                        part.bucket("films")
                                                .key("k")
                                                .uploadId(upload)
                                                .partNumber(1)
                                                .sseCustomerAlgorithm("AES256")
                                                .sseCustomerKey(secret.key())
                                                .sseCustomerKeyMD5(secret.md5()),
                                RequestBody.fromBytes(marked(100_000)))
                        .eTag();
        return CompletedPart.builder().partNumber(1).eTag(etag).build();
    }

    private PutObjectResponse put(String name, byte[] bytes, CustomerSecret secret) {
        return client.putObject(
                put ->
                        put.bucket("films")
                                .key(name)
                                .sseCustomerAlgorithm("AES256")
                                .sseCustomerKey(secret.key())
                                .sseCustomerKeyMD5(secret.md5()),
                RequestBody.fromBytes(bytes));
    }

    private ResponseBytes<GetObjectResponse> get(String name, CustomerSecret secret) {
        return client.getObjectAsBytes(get ->
                get.bucket("films")
                        .key(name)
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(secret.key())
                        .sseCustomerKeyMD5(secret.md5()));
    }

    private static byte[] marked(int length) {
        return MARK.repeat(length / MARK.length() + 1)
                .substring(0, length)
                .getBytes(StandardCharsets.UTF_8);
    }

    private long filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long count = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    count++;
                }
            }
            return count;
        }
    }
}
