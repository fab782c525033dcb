package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hydrant.testing.Wait;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.CompressionFormat;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamEncryptionConfiguration;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamEncryptionConfigurationInput;
import software.amazon.awssdk.services.firehose.model.InvalidKmsResourceException;
import software.amazon.awssdk.services.firehose.model.KeyType;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Streams whose records are encrypted while they wait, as AWS's SDK has it.
class EncryptedStreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MARK = "nobody-reads-this";

    @TempDir Path data;
    private RunningAccount account;
    private FirehoseClient firehose;
    private KmsClient kms;

    @BeforeEach
    void start() throws IOException {
        account = new RunningAccount(data);
        firehose = account.client(FirehoseClient.builder(), account.root());
        kms = account.client(KmsClient.builder(), account.root());
    }

    @AfterEach
    void stop() {
        firehose.close();
        kms.close();
        account.close();
    }

    private void restart() throws IOException {
        stop();
        start();
    }

    private String key() {
        return kms.createKey(create -> create.description("films")).keyMetadata().arn();
    }

    private static DeliveryStreamEncryptionConfigurationInput by(String key) {
        return DeliveryStreamEncryptionConfigurationInput.builder()
                .keyType(KeyType.CUSTOMER_MANAGED_CMK)
                .keyARN(key)
                .build();
    }

    private static DeliveryStreamEncryptionConfigurationInput byOwnKey() {
        return DeliveryStreamEncryptionConfigurationInput.builder()
                .keyType(KeyType.AWS_OWNED_CMK)
                .build();
    }

    private void role() {
        account.s3.createBucket(create -> create.bucket("films"));
        account.iam.createRole(create ->
                create.roleName("films")
                        .assumeRolePolicyDocument(
                                """
                                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
                                 "Principal":{"Service":"firehose.amazonaws.com"}}}
                                """));
        account.iam.putRolePolicy(put ->
                put.roleName("films")
                        .policyName("work")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}}
                                """));
    }

    private void create(
            String name,
            int interval,
            boolean isProcessed,
            @Nullable DeliveryStreamEncryptionConfigurationInput encryption) {
        firehose.createDeliveryStream(create ->
                create.deliveryStreamName(name)
                        .deliveryStreamEncryptionConfigurationInput(encryption)
                        .extendedS3DestinationConfiguration(s3 -> {
                            s3.roleARN("arn:aws:iam::000000000000:role/films")
                                    .bucketARN("arn:aws:s3:::films")
                                    .prefix(name + "/")
                                    .compressionFormat(CompressionFormat.GZIP)
                                    .bufferingHints(hints ->
                                            hints.intervalInSeconds(interval).sizeInMBs(64));
                            if (isProcessed) {
                                s3.errorOutputPrefix("errors/")
                                        .prefix(name + "/!{partitionKeyFromQuery:kind}/")
                                        .dynamicPartitioningConfiguration(on -> on.enabled(true))
                                        .processingConfiguration(partitioned());
                            }
                        }));
    }

    private static ProcessingConfiguration partitioned() {
        Processor query =
                Processor.builder()
                        .type("MetadataExtraction")
                        .parameters(
                                List.of(
                                        parameter("MetadataExtractionQuery", "{kind: .kind}"),
                                        parameter("JsonParsingEngine", "JQ-1.6")))
                        .build();
        return ProcessingConfiguration.builder().enabled(true).processors(List.of(query)).build();
    }

    private static ProcessorParameter parameter(String name, String value) {
        return ProcessorParameter.builder().parameterName(name).parameterValue(value).build();
    }

    private PutRecordBatchResponse put(String stream, int count) {
        List<Record> records =
                IntStream.range(0, count)
                        .mapToObj(i ->
                                "{\"kind\":\"k%d\",\"text\":\"%s-%d-%s\"}\n"
                                        .formatted(i % 3, MARK, i, "x".repeat(700)))
                        .map(text -> Record.builder().data(SdkBytes.fromUtf8String(text)).build())
                        .toList();
        return firehose.putRecordBatch(put -> put.deliveryStreamName(stream).records(records));
    }

    /// The files below the data directory that hold records in clear; objects are delivered, and
    /// not looked into.
    private List<Path> readable() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(data.resolve("s3/blobs")))
                    .filter(file -> holds(file, MARK))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException gone) {
            return false;
        }
    }

    private int delivered(String stream) {
        int lines = 0;
        for (S3Object object :
                account.s3
                        .listObjectsV2(list -> list.bucket("films").prefix(stream + "/"))
                        .contents()) {
            lines += lines(object.key());
        }
        return lines;
    }

    private int lines(String key) {
        byte[] body =
                account.s3.getObjectAsBytes(get -> get.bucket("films").key(key)).asByteArray();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(text).contains(MARK);
            return (int) text.lines().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DeliveryStreamEncryptionConfiguration described(String stream) {
        return firehose.describeDeliveryStream(describe -> describe.deliveryStreamName(stream))
                .deliveryStreamDescription()
                .deliveryStreamEncryptionConfiguration();
    }

    private static void await(String what, Wait.Look<Boolean> done) {
        Wait.upTo(PATIENCE).until(what, done);
    }

    @Test
    void recordsOfEncryptedStreamsCannotBeReadWhileTheyWait() throws IOException {
        role();
        create("plain", 900, false, null);
        create("own", 900, false, byOwnKey());
        create("processed", 900, true, by(key()));
        assertThat(put("own", 500).encrypted()).isTrue();
        assertThat(put("processed", 500).encrypted()).isTrue();
        await(
                "what is processed",
                () -> Files.exists(data.resolve("log")) && logs("processed") >= 1);
        assertThat(readable()).isEmpty();
        restart();
        assertThat(readable()).isEmpty();
        assertThat(put("plain", 2).encrypted()).isFalse();
        assertThat(readable()).hasSize(1);
        assertThat(described("own").statusAsString()).isEqualTo("ENABLED");
        assertThat(described("own").keyTypeAsString()).isEqualTo("AWS_OWNED_CMK");
        assertThat(described("own").keyARN()).isNull();
        assertThat(described("plain").statusAsString()).isEqualTo("DISABLED");
    }

    private long logs(String suffix) throws IOException {
        try (Stream<Path> folders = Files.list(data.resolve("log"))) {
            return folders.filter(folder -> folder.toString().endsWith("." + suffix)).count();
        }
    }

    @Test
    void whatIsEncryptedIsDeliveredAlsoAfterAStopAndARestart() throws IOException {
        role();
        create("films", 5, true, null);
        assertThat(put("films", 3).encrypted()).isFalse();
        firehose.startDeliveryStreamEncryption(start ->
                start.deliveryStreamName("films")
                        .deliveryStreamEncryptionConfigurationInput(by(key())));
        assertThat(put("films", 30).encrypted()).isTrue();
        restart();
        firehose.stopDeliveryStreamEncryption(end -> end.deliveryStreamName("films"));
        assertThat(described("films").statusAsString()).isEqualTo("DISABLED");
        assertThat(put("films", 7).encrypted()).isFalse();
        firehose.startDeliveryStreamEncryption(start -> start.deliveryStreamName("films"));
        assertThat(
                        firehose.putRecord(put ->
                                        put.deliveryStreamName("films")
                                                .record(record ->
                                                        record.data(
                                                                SdkBytes.fromUtf8String(
                                                                        "{\"kind\":\"k\",\"t\":\""
                                                                                + MARK
                                                                                + "\"}\n"))))
                                .encrypted())
                .isTrue();
        await("all records", () -> delivered("films") == 41);
    }

    @Test
    void aDisabledKeyStopsPutsAndDeliveriesAndLosesNothing() throws IOException {
        role();
        String key = key();
        create("films", 5, false, by(key));
        put("films", 20);
        kms.disableKey(disable -> disable.keyId(key));
        restart(); // nothing is at hand anymore
        InvalidKmsResourceException refusal =
                catchThrowableOfType(InvalidKmsResourceException.class, () -> put("films", 1));
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InvalidKMSResourceException");
        assertThat(refusal.code()).isEqualTo("DisabledException");
        assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(key + " is disabled.");
        await(
                "the failed delivery",
                () -> described("films").failureDescription() != null && delivered("films") == 0);
        assertThat(described("films").statusAsString()).isEqualTo("ENABLED");
        assertThat(described("films").failureDescription().typeAsString())
                .isEqualTo("DISABLED_KMS_KEY");
        kms.enableKey(enable -> enable.keyId(key));
        assertThat(put("films", 3).encrypted()).isTrue();
        await("all records", () -> delivered("films") == 23);
        assertThat(described("films").failureDescription()).isNull();
    }

    @Test
    void aKeyThatCannotBeUsedIsRefusedAtOnce() {
        role();
        create("films", 900, false, null);
        String key = key();
        assertThat(startRefusal(account.root(), key.substring(0, key.length() - 2) + "zz"))
                .isEqualTo("NotFoundException");
        AwsCredentials ana = account.user("ana");
        account.iam.putUserPolicy(put ->
                put.userName("ana")
                        .policyName("p")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"firehose:*","Resource":"*"}}
                                """));
        assertThat(startRefusal(ana, key)).isEqualTo("AccessDeniedException");
        kms.putKeyPolicy(put ->
                put.keyId(key)
                        .policyName("default")
                        .policy(
                                """
                                {"Version":"2012-10-17","Statement":[
                                {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::000000000000:root"},"Action":"kms:*","Resource":"*"},
                                {"Effect":"Deny","Principal":{"Service":"firehose.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*"}]}
                                """));
        assertThat(startRefusal(account.root(), key)).isEqualTo("AccessDeniedException");
        kms.disableKey(disable -> disable.keyId(key));
        assertThat(startRefusal(account.root(), key)).isEqualTo("DisabledException");
        kms.scheduleKeyDeletion(schedule -> schedule.keyId(key).pendingWindowInDays(7));
        assertThat(startRefusal(account.root(), key)).isEqualTo("KMSInvalidStateException");
        assertThat(described("films").statusAsString()).isEqualTo("DISABLED");
    }

    private String startRefusal(AwsCredentials caller, String key) {
        try (FirehoseClient client = account.client(FirehoseClient.builder(), caller)) {
            return catchThrowableOfType(
                            InvalidKmsResourceException.class,
                            () ->
                                    client.startDeliveryStreamEncryption(start ->
                                            start.deliveryStreamName("films")
                                                    .deliveryStreamEncryptionConfigurationInput(
                                                            by(key))))
                    .code();
        }
    }

    @Test
    void whoeverMayMakeGrantsThroughFirehoseMayStart() {
        role();
        create("films", 900, false, null);
        String key = key();
        AwsCredentials ana = account.user("ana");
        account.iam.putUserPolicy(put ->
                put.userName("ana")
                        .policyName("p")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[
                                 {"Effect":"Allow","Action":"firehose:*","Resource":"*"},
                                 {"Effect":"Allow","Action":"kms:CreateGrant","Resource":"*","Condition":
                                  {"StringEquals":{"kms:ViaService":"firehose.us-east-1.amazonaws.com"}}}]}
                                """));
        try (FirehoseClient client = account.client(FirehoseClient.builder(), ana)) {
            client.startDeliveryStreamEncryption(start ->
                    start.deliveryStreamName("films")
                            .deliveryStreamEncryptionConfigurationInput(by(key)));
        }
        assertThat(described("films").keyARN()).isEqualTo(key);
        assertThat(put("films", 1).encrypted()).isTrue();
    }

    private static final String TEMPLATE =
            """
            {"Resources":{"Films":{"Type":"AWS::KinesisFirehose::DeliveryStream","Properties":{
              "DeliveryStreamName":"films"%s,
              "ExtendedS3DestinationConfiguration":{"RoleARN":"arn:aws:iam::000000000000:role/films","BucketARN":"arn:aws:s3:::films"}}}}}
            """;

    private static final String ENCRYPTED =
            ",\"DeliveryStreamEncryptionConfigurationInput\":{\"KeyType\":";

    @Test
    void aStackEncryptsItsStreamAndLeavesOff() {
        role();
        String key = key();
        Stack made = account.stack("films", TEMPLATE.formatted(ENCRYPTED + "\"AWS_OWNED_CMK\"}"));
        assertThat(made.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(described("films").keyTypeAsString()).isEqualTo("AWS_OWNED_CMK");
        updated(ENCRYPTED + "\"CUSTOMER_MANAGED_CMK\",\"KeyARN\":\"" + key + "\"}");
        assertThat(described("films").keyARN()).isEqualTo(key);
        updated("");
        assertThat(described("films").statusAsString()).isEqualTo("DISABLED");
    }

    private void updated(String encryption) {
        account.cloudFormation.updateStack(
                update -> update.stackName("films").templateBody(TEMPLATE.formatted(encryption)));
        assertThat(account.settled("films").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
    }
}
