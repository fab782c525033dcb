package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.server.RunningAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/// Objects under keys of KMS: who may store and read them, what shows, and what lies on the disk.
class KmsObjectsTest {
    private static final String MARK = "Nosferatu, 1922 ";
    private static final int CHUNK = 64 * 1024;

    @TempDir Path data;
    private RunningAccount account;
    private KmsClient kms;
    private S3Client s3;
    private String key;

    @BeforeEach
    void start() throws IOException {
        open();
        s3.createBucket(bucket -> bucket.bucket("films"));
        key = kms.createKey(create -> create.description("films")).keyMetadata().arn();
    }

    private void open() throws IOException {
        account = new RunningAccount(data);
        kms = account.client(KmsClient.builder(), account.root());
        s3 = client(account.root());
    }

    /// One that hears why it is refused before it has sent a body.
    private S3Client client(AwsCredentials credentials) {
        return account.client(
                S3Client.builder()
                        .forcePathStyle(true)
                        .overrideConfiguration(
                                how -> how.addExecutionInterceptor(new WithoutExpect())),
                credentials);
    }

    private static final class WithoutExpect implements ExecutionInterceptor {
        @Override
        public SdkHttpRequest modifyHttpRequest(
                Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().copy(request -> request.removeHeader("Expect"));
        }
    }

    @AfterEach
    void stop() {
        s3.close();
        kms.close();
        account.close();
    }

    @Test
    void whatNamesNoKeyIsUnderTheOneOfS3() throws Exception {
        byte[] bytes = marked(300_000);
        PutObjectResponse put = put(s3, "k", bytes, ask -> {});
        assertThat(put.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        String own = kms.describeKey(of -> of.keyId("alias/aws/s3")).keyMetadata().arn();
        assertThat(put.ssekmsKeyId()).isEqualTo(own);
        assertThat(put.eTag()).hasSize(34).isNotEqualTo("\"" + md5(bytes) + "\"");
        HeadObjectResponse head = s3.headObject(of -> of.bucket("films").key("k"));
        assertThat(head.ssekmsKeyId()).isEqualTo(own);
        assertThat(head.bucketKeyEnabled()).isNull();
        assertThat(head.eTag()).isEqualTo(put.eTag());
        stop();
        open();
        assertThat(bytes(s3, "k")).isEqualTo(bytes);
        for (int at : List.of(0, CHUNK - 1, CHUNK, 2 * CHUNK - 3, 299_990)) {
            assertThat(range("k", at, at + 9)).isEqualTo(Arrays.copyOfRange(bytes, at, at + 10));
        }
        assertThat(filesWithMark()).isZero();
    }

    @Test
    void whoStoresAndWhoReadsNeedTheKeyThroughS3Alone() {
        S3Client ana = user("ana", "s3:*", "*");
        assertRefused(
                () -> put(ana, "k", marked(10), ask -> ask.ssekmsKeyId(key)),
                403,
                "AccessDenied",
                "arn:aws:iam::000000000000:user/ana is not authorized to perform:"
                        + " kms:GenerateDataKey on resource: "
                        + key);
        keyPolicy("ana", "kms:GenerateDataKey", "kms:ViaService", "s3.us-east-1.amazonaws.com");
        put(ana, "k", marked(10), ask -> ask.ssekmsKeyId(key));
        assertThat(ana.headObject(of -> of.bucket("films").key("k")).ssekmsKeyId()).isEqualTo(key);
        assertRefused(() -> bytes(ana, "k"), 403, "AccessDenied", "kms:Decrypt");
        keyPolicy("ana", "kms:Decrypt", "kms:ViaService", "firehose.us-east-1.amazonaws.com");
        assertRefused(() -> bytes(ana, "k"), 403, "AccessDenied", "kms:Decrypt");
        keyPolicy("ana", "kms:Decrypt", "kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::films/k");
        assertThat(bytes(ana, "k")).isEqualTo(marked(10));
        put(s3, "other", marked(10), ask -> ask.ssekmsKeyId(key));
        assertRefused(() -> bytes(ana, "other"), 403, "AccessDenied", "kms:Decrypt");
        ana.close();
    }

    @Test
    void aKeyThatCannotBeUsedIsAnErrorOfItsOwnAndLosesNothing() throws IOException {
        put(s3, "k", marked(10), ask -> ask.ssekmsKeyId(key));
        assertRefused(
                () -> put(s3, "x", marked(1), ask -> ask.ssekmsKeyId("alias/none")),
                400,
                "KMS.NotFoundException",
                "alias/none");
        kms.disableKey(of -> of.keyId(key));
        assertRefused(() -> bytes(s3, "k"), 400, "KMS.DisabledException", key + " is disabled.");
        assertRefused(
                () -> put(s3, "x", marked(1), ask -> ask.ssekmsKeyId(key)),
                400,
                "KMS.DisabledException",
                "");
        kms.scheduleKeyDeletion(of -> of.keyId(key));
        assertRefused(
                () -> bytes(s3, "k"), 400, "KMS.KMSInvalidStateException", "pending deletion");
        assertThat(s3.headObject(of -> of.bucket("films").key("k")).contentLength()).isEqualTo(10);
        stop();
        open();
        kms.cancelKeyDeletion(of -> of.keyId(key));
        kms.enableKey(of -> of.keyId(key));
        assertThat(bytes(s3, "k")).isEqualTo(marked(10));
    }

    @Test
    void partsAreUnderTheKeyOfTheirUpload() throws IOException {
        byte[] first = marked(5 * 1024 * 1024);
        byte[] second = marked(CHUNK + 1);
        var upload =
                s3.createMultipartUpload(begin ->
                        begin.bucket("films")
                                .key("k")
                                .serverSideEncryption("aws:kms")
                                .ssekmsKeyId(key));
        assertThat(upload.ssekmsKeyId()).isEqualTo(key);
        List<CompletedPart> parts =
                List.of(
                        part(s3, upload.uploadId(), 1, first),
                        part(s3, upload.uploadId(), 2, second));
        S3Client ana = user("ana", "s3:*", "*");
        assertRefused(
                () -> part(ana, upload.uploadId(), 2, second), 403, "AccessDenied", "kms:Decrypt");
        assertThat(filesWithMark()).as("before it is complete").isZero();
        s3.completeMultipartUpload(end ->
                end.bucket("films")
                        .key("k")
                        .uploadId(upload.uploadId())
                        .multipartUpload(all -> all.parts(parts)));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        assertThat(bytes(s3, "k")).isEqualTo(both);
        assertThat(range("k", first.length - 5, first.length + 4))
                .isEqualTo(Arrays.copyOfRange(both, first.length - 5, first.length + 5));
        ana.close();
    }

    @Test
    void aCopyIsEncryptedAsItsRequestAndItsBucketSay() throws IOException {
        String other = kms.createKey().keyMetadata().arn();
        put(s3, "k", marked(1000), ask -> ask.ssekmsKeyId(key));
        s3.copyObject(copy ->
                copy.sourceBucket("films")
                        .sourceKey("k")
                        .destinationBucket("films")
                        .destinationKey("c")
                        .serverSideEncryption("aws:kms")
                        .ssekmsKeyId(other));
        s3.copyObject(copy ->
                copy.sourceBucket("films")
                        .sourceKey("k")
                        .destinationBucket("films")
                        .destinationKey("plain"));
        kms.disableKey(of -> of.keyId(key));
        assertThat(bytes(s3, "c")).isEqualTo(marked(1000));
        HeadObjectResponse plain = s3.headObject(of -> of.bucket("films").key("plain"));
        assertThat(plain.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        assertThat(plain.ssekmsKeyId()).isNull();
        assertThat(bytes(s3, "plain")).isEqualTo(marked(1000));
        assertRefused(
                () ->
                        s3.copyObject(copy ->
                                copy.sourceBucket("films")
                                        .sourceKey("k")
                                        .destinationBucket("films")
                                        .destinationKey("d")),
                400,
                "KMS.DisabledException",
                key);
        assertThat(filesWithMark()).isZero();
    }

    @Test
    void whatHasNoBytesIsUnderAKeyAllTheSame() {
        put(s3, "empty", new byte[0], ask -> ask.ssekmsKeyId(key));
        s3.copyObject(copy ->
                copy.sourceBucket("films")
                        .sourceKey("empty")
                        .destinationBucket("films")
                        .destinationKey("copy"));
        assertThat(s3.headObject(of -> of.bucket("films").key("copy")).serverSideEncryption())
                .isEqualTo(ServerSideEncryption.AES256);
        kms.disableKey(of -> of.keyId(key));
        assertRefused(() -> bytes(s3, "empty"), 400, "KMS.DisabledException", key);
    }

    @Test
    void aBucketsDefaultAndBucketKeysCountAndTheContextSaysWhich() throws IOException {
        ServerSideEncryptionRule rule =
                ServerSideEncryptionRule.builder()
                        .bucketKeyEnabled(true)
                        .applyServerSideEncryptionByDefault(
                                how -> how.sseAlgorithm("aws:kms").kmsMasterKeyID(key))
                        .build();
        s3.putBucketEncryption(put ->
                put.bucket("films").serverSideEncryptionConfiguration(all -> all.rules(rule)));
        keyPolicy("ana", "kms:*", "kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::films");
        S3Client ana = user("ana", "s3:*", "*");
        PutObjectResponse stored =
                ana.putObject(
                        put -> put.bucket("films").key("k"), RequestBody.fromBytes(marked(10)));
        assertThat(stored.ssekmsKeyId()).isEqualTo(key);
        assertThat(stored.bucketKeyEnabled()).isTrue();
        assertThat(bytes(ana, "k")).isEqualTo(marked(10));
        assertRefused(
                () -> put(ana, "x", marked(1), ask -> ask.ssekmsKeyId(key).bucketKeyEnabled(false)),
                403,
                "AccessDenied",
                "kms:GenerateDataKey");
        assertThat(filesWithMark()).isZero();
        ana.close();
    }

    @Test
    void theContextOfARequestIsPartOfTheKeysContext() {
        String context =
                Base64.getEncoder()
                        .encodeToString("{\"film\":\"7\"}".getBytes(StandardCharsets.UTF_8));
        keyPolicy("ana", "kms:*", "kms:EncryptionContext:film", "7");
        S3Client ana = user("ana", "s3:*", "*");
        PutObjectResponse put =
                put(
                        ana,
                        "k",
                        marked(10),
                        ask -> ask.ssekmsKeyId(key).ssekmsEncryptionContext(context));
        assertThat(put.ssekmsEncryptionContext()).isEqualTo(context);
        assertThat(bytes(ana, "k")).isEqualTo(marked(10));
        assertRefused(
                () -> put(ana, "x", marked(1), ask -> ask.ssekmsKeyId(key)),
                403,
                "AccessDenied",
                "kms:GenerateDataKey");
        assertRefused(
                () ->
                        put(
                                s3,
                                "x",
                                marked(1),
                                ask -> ask.ssekmsKeyId(key).ssekmsEncryptionContext("WzFd")),
                400,
                "InvalidArgument",
                "string-string map");
        ana.close();
    }

    @Test
    void whatIsNotWhatWasStoredIsAnErrorAndNotOtherBytes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        put(s3, "k", marked(CHUNK + 100), ask -> ask.ssekmsKeyId(key));
        Path blob = blobs().getFirst();
        byte[] stored = Files.readAllBytes(blob);
        for (int i = 0; i < 20; i++) {
            byte[] other = stored.clone();
            int at = random.nextInt(CHUNK + 100 + 32);
            other[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(blob, other);
            assertThatThrownBy(() -> bytes(s3, "k"))
                    .as("seed %d, byte %d", seed, at)
                    .isInstanceOf(RuntimeException.class);
        }
        Files.write(blob, stored);
        assertThat(bytes(s3, "k")).isEqualTo(marked(CHUNK + 100));
    }

    @Test
    void dsseIsRefusedByName() {
        assertRefused(
                () ->
                        s3.putObject(
                                put ->
                                        put.bucket("films")
                                                .key("k")
                                                .serverSideEncryption("aws:kms:dsse"),
                                RequestBody.fromString("x")),
                501,
                "NotImplemented",
                "aws:kms:dsse");
    }

    private S3Client user(String name, String action, String resource) {
        S3Client client = client(account.user(name));
        account.iam.putUserPolicy(put ->
                put.userName(name)
                        .policyName("s3")
                        .policyDocument(
                                """
                                {"Version": "2012-10-17", "Statement": [
                                  {"Effect": "Allow", "Action": "%s", "Resource": "%s"}]}\
                                """
                                        .formatted(action, resource)));
        return client;
    }

    /// Lets the user do this besides what the account does itself.
    private void keyPolicy(String user, String action, String condition, String value) {
        kms.putKeyPolicy(put ->
                put.keyId(key)
                        .policy(
                                """
                                {"Version": "2012-10-17", "Statement": [
                                  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"},
                                   "Action": "kms:*", "Resource": "*"},
                                  {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "%s", "Resource": "*",
                                   "Condition": {"StringEquals": {"%s": "%s",
                                     "aws:PrincipalArn": "arn:aws:iam::000000000000:user/%s"}}}]}\
                                """
                                        .formatted(action, condition, value, user)));
    }

    private static PutObjectResponse put(
            S3Client client, String name, byte[] bytes, Consumer<PutObjectRequest.Builder> ask) {
        PutObjectRequest.Builder request =
                PutObjectRequest.builder()
                        .bucket("films")
                        .key(name)
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS);
        ask.accept(request);
        return client.putObject(request.build(), RequestBody.fromBytes(bytes));
    }

    private static CompletedPart part(S3Client client, String upload, int number, byte[] bytes) {
        String etag =
                client.uploadPart(
                                part ->
                                        part.bucket("films")
                                                .key("k")
                                                .uploadId(upload)
                                                .partNumber(number),
                                RequestBody.fromBytes(bytes))
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private static byte[] bytes(S3Client client, String name) {
        return client.getObjectAsBytes(get -> get.bucket("films").key(name)).asByteArray();
    }

    private byte[] range(String name, int first, int last) {
        return s3.getObjectAsBytes(
                        get -> get.bucket("films").key(name).range("bytes=" + first + "-" + last))
                .asByteArray();
    }

    private static void assertRefused(ThrowingCallable call, int status, String code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.statusCode()).isEqualTo(status);
                        })
                .hasMessageContaining(text);
    }

    private static byte[] marked(int length) {
        return MARK.repeat(length / MARK.length() + 1)
                .substring(0, length)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String md5(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("s3/blobs"))) {
            return files.filter(file -> file.toString().endsWith(".2")).toList();
        }
    }

    private long filesWithMark() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            long count = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(MARK.strip())) {
                    count++;
                }
            }
            return count;
        }
    }
}
