package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.EncryptionConfiguration;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;
import software.amazon.awssdk.services.firehose.model.NoEncryptionConfig;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// What streams deliver under keys of KMS, as the stream's role may.
class KmsDeliveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path data;
    private RunningAccount account;
    private FirehoseClient firehose;
    private KmsClient kms;
    private String key;

    @BeforeEach
    void start() throws IOException {
        open();
        FilmsPipeline.create(account.s3, account.iam, firehose, 0);
        key = kms.createKey().keyMetadata().arn();
    }

    private void open() throws IOException {
        account =
                new RunningAccount(
                        ServerSettings.local(
                                data, 0, ServerSettings.Auth.NONE, new ServerSettings.Tls.Off()));
        firehose = account.client(FirehoseClient.builder(), account.root());
        kms = account.client(KmsClient.builder(), account.root());
    }

    @AfterEach
    void stop() {
        kms.close();
        firehose.close();
        account.close();
    }

    @Test
    void recordsWaitForAKeyAndAreDeliveredUnderItOnce() throws Exception {
        encrypt(key);
        assertThat(described().encryptionConfiguration()).isEqualTo(byKey(key));
        put("Nosferatu, ");
        untilFailing("S3.AccessDenied", "kms:GenerateDataKey");
        allowKey();
        assertThat(delivered(1)).isEqualTo("Nosferatu, ");
        kms.disableKey(of -> of.keyId(key));
        put("eine Symphonie ");
        untilFailing("S3.KMS.DisabledException", key + " is disabled.");
        stop();
        open();
        put("des Grauens");
        untilFailing("S3.KMS.DisabledException", key + " is disabled.");
        kms.enableKey(of -> of.keyId(key));
        assertThat(delivered(3)).contains("Nosferatu, ", "eine Symphonie ", "des Grauens");
        for (S3Object each : objects()) {
            HeadObjectResponse head =
                    account.s3.headObject(of -> of.bucket("films").key(each.key()));
            assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
            assertThat(head.ssekmsKeyId()).isEqualTo(key);
        }
        assertThat(blobsWith("Nosferatu")).isZero();
    }

    @Test
    void whatWaitsForAKeyThatIsGoneGoesOnByAnUpdate() throws Exception {
        allowKey();
        encrypt("arn:aws:kms:us-east-1:000000000000:alias/none");
        put("one");
        untilFailing("S3.KMS.NotFoundException", "alias/none");
        firehose.updateDestination(update ->
                update.deliveryStreamName("films")
                        .currentDeliveryStreamVersionId("2")
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(change ->
                                change.encryptionConfiguration(
                                        EncryptionConfiguration.builder()
                                                .noEncryptionConfig(
                                                        NoEncryptionConfig.NO_ENCRYPTION)
                                                .build())));
        assertThat(delivered(1)).isEqualTo("one");
        S3Object only = objects().getFirst();
        assertThat(
                        account.s3
                                .headObject(of -> of.bucket("films").key(only.key()))
                                .serverSideEncryption())
                .isNull();
    }

    @Test
    void backupsHaveAKeyOfTheirOwn() throws Exception {
        allowKey();
        firehose.createDeliveryStream(create ->
                create.deliveryStreamName("backed-up")
                        .extendedS3DestinationConfiguration(to ->
                                to.roleARN("arn:aws:iam::000000000000:role/delivery")
                                        .bucketARN("arn:aws:s3:::films")
                                        .prefix("made/")
                                        .errorOutputPrefix("failed/")
                                        .bufferingHints(
                                                hints -> hints.sizeInMBs(1).intervalInSeconds(0))
                                        .s3BackupMode(S3BackupMode.ENABLED)
                                        .s3BackupConfiguration(backup ->
                                                backup.roleARN(
                                                                "arn:aws:iam::000000000000:role/delivery")
                                                        .bucketARN("arn:aws:s3:::films")
                                                        .prefix("source/")
                                                        .bufferingHints(hints ->
                                                                hints.sizeInMBs(1)
                                                                        .intervalInSeconds(60))
                                                        .encryptionConfiguration(byKey(key)))));
        firehose.putRecord(put ->
                put.deliveryStreamName("backed-up")
                        .record(record -> record.data(SdkBytes.fromUtf8String("one"))));
        flush("backed-up");
        delivered(2);
        for (S3Object each : objects()) {
            HeadObjectResponse head =
                    account.s3.headObject(of -> of.bucket("films").key(each.key()));
            assertThat(head.ssekmsKeyId())
                    .as(each.key())
                    .isEqualTo(each.key().startsWith("source/") ? key : null);
        }
    }

    private static EncryptionConfiguration byKey(String arn) {
        return EncryptionConfiguration.builder()
                .kmsEncryptionConfig(of -> of.awskmsKeyARN(arn))
                .build();
    }

    private void encrypt(String arn) {
        firehose.updateDestination(update ->
                update.deliveryStreamName("films")
                        .currentDeliveryStreamVersionId("1")
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(
                                change -> change.encryptionConfiguration(byKey(arn))));
    }

    private ExtendedS3DestinationDescription described() {
        return firehose.describeDeliveryStream(of -> of.deliveryStreamName("films"))
                .deliveryStreamDescription()
                .destinations()
                .getFirst()
                .extendedS3DestinationDescription();
    }

    private void allowKey() {
        account.iam.putRolePolicy(request ->
                request.roleName("delivery")
                        .policyName("key")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                 "Action":["kms:GenerateDataKey","kms:Decrypt"],"Resource":"*",
                                 "Condition":{"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"},
                                  "StringLike":{"kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::films/*"}}}]}\
                                """));
    }

    private void put(String text) {
        firehose.putRecord(put ->
                put.deliveryStreamName("films")
                        .record(record -> record.data(SdkBytes.fromUtf8String(text))));
    }

    private void untilFailing(String code, String words) {
        Wait.upTo(PATIENCE)
                .until(
                        code + " shows",
                        this::status,
                        status -> status.contains("\"" + code + "\"") && status.contains(words));
    }

    private String status() throws IOException, InterruptedException {
        return call("GET", "/_hydrant/status");
    }

    private void flush(String stream) throws IOException, InterruptedException {
        call("POST", "/_hydrant/streams/" + stream + "/flush");
    }

    private String call(String method, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(account.hydrant.endpoint().resolve(path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private List<S3Object> objects() {
        return account.s3.listObjectsV2(of -> of.bucket("films")).contents();
    }

    /// What all objects hold, once there are so many.
    private String delivered(int count) {
        Wait.upTo(PATIENCE).until(count + " objects", this::objects, all -> all.size() >= count);
        StringBuilder text = new StringBuilder();
        for (S3Object each : objects()) {
            text.append(
                    account.s3
                            .getObjectAsBytes(of -> of.bucket("films").key(each.key()))
                            .asUtf8String());
        }
        assertThat(objects()).hasSize(count);
        return text.toString();
    }

    private long blobsWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("s3"))) {
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
