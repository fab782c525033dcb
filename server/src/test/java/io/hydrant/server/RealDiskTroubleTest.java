package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ServiceUnavailableException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The whole server on a file system that is really full, or really read-only. The same on a disk
/// that plays so, without the need to mount anything, is in `DiskTroubleTest` of the core.
class RealDiskTroubleTest {
    private static final int MIB = 1024 * 1024;

    @TempDir Path data;

    @Test
    void aFullDiskRefusesRecordsKeepsTheOldOnesAndRecovers() throws Exception {
        try (SmallFileSystem disk = SmallFileSystem.mounted(data, "size=96m");
                Hydrant hydrant = start(disk.root());
                FirehoseClient firehose = client(FirehoseClient.builder(), hydrant);
                S3Client s3 = client(S3Client.builder().forcePathStyle(true), hydrant)) {
            createPipeline(hydrant, firehose, s3);
            put(firehose, "before");

            Path filler = data.resolve("filler");
            long free = data.toFile().getUsableSpace();
            Files.write(filler, new byte[(int) free - 30 * MIB]);
            List<String> taken = new ArrayList<>(List.of("before"));
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 4; i++) {
                                    String large = i + "x".repeat(MIB / 2) + ";";
                                    put(firehose, large, large);
                                    taken.addAll(List.of(large, large));
                                }
                            })
                    .isInstanceOfSatisfying(
                            ServiceUnavailableException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(503));
            awaitDelivered(s3, taken);
            assertThat(
                            firehose.describeDeliveryStream(
                                            request -> request.deliveryStreamName("films"))
                                    .deliveryStreamDescription()
                                    .deliveryStreamStatusAsString())
                    .isEqualTo("ACTIVE");

            Files.delete(filler);
            put(firehose, "after");
            taken.add("after");
            awaitDelivered(s3, taken);
        }
    }

    /// What clients put into the store leaves delivery its room.
    @Test
    void aFullDiskRefusesWhatClientsPutBeforeTheReserveIsTouchedAndDeliveryHasIt()
            throws Exception {
        try (SmallFileSystem disk = SmallFileSystem.mounted(data, "size=96m");
                Hydrant hydrant = start(disk.root());
                FirehoseClient firehose = client(FirehoseClient.builder(), hydrant);
                S3Client s3 = client(S3Client.builder().forcePathStyle(true), hydrant)) {
            createPipeline(hydrant, firehose, s3);
            put(firehose, "waits");
            byte[] large = new byte[8 * MIB];
            s3.createBucket(request -> request.bucket("other"));
            String upload =
                    s3.createMultipartUpload(request -> request.bucket("other").key("parts"))
                            .uploadId();
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 12; i++) {
                                    String key = "large-" + i;
                                    s3.putObject(
                                            request -> request.bucket("other").key(key),
                                            RequestBody.fromBytes(large));
                                }
                            })
                    .isInstanceOfSatisfying(S3Exception.class, this::saysThatTheDiskIsFull);
            assertThatThrownBy(() ->
                            s3.uploadPart(
                                    request ->
                                            request.bucket("other")
                                                    .key("parts")
                                                    .uploadId(upload)
                                                    .partNumber(1),
                                    RequestBody.fromBytes(large)))
                    .isInstanceOfSatisfying(S3Exception.class, this::saysThatTheDiskIsFull);
            assertThat(data.toFile().getUsableSpace()).isGreaterThan(30L * MIB);
            awaitDelivered(s3, List.of("waits"));
        }
    }

    private void saysThatTheDiskIsFull(S3Exception refusal) {
        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.awsErrorDetails().errorMessage())
                .startsWith("The disk of " + data)
                .contains("is full");
    }

    @Test
    void aStartWithoutASingleFreeByteIsToldWithWhatToDo() throws Exception {
        try (SmallFileSystem disk = SmallFileSystem.mounted(data, "size=16m")) {
            start(disk.root()).close();
            Path filler = data.resolve("filler");
            try (var out = Files.newOutputStream(filler)) {
                byte[] piece = new byte[4096];
                while (true) {
                    out.write(piece);
                }
            } catch (IOException full) {
                assertThat(data.toFile().getUsableSpace()).isZero();
            }
            assertThatThrownBy(() -> start(disk.root()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("Make room");
            Files.delete(filler);
            start(disk.root()).close();
        }
    }

    @Test
    void aDamagedDatabaseIsToldWithWhatToDo() throws Exception {
        start(data).close();
        Path catalog = data.resolve("catalog.db");
        byte[] bytes = Files.readAllBytes(catalog);
        byte[] damaged = bytes.clone();
        Arrays.fill(damaged, 100, damaged.length, (byte) 7);
        Files.write(catalog, damaged);
        assertThatThrownBy(() -> start(data))
                .hasMessageContaining(catalog.toString())
                .hasMessageContaining("hydrant check");
        Arrays.fill(damaged, 0, 16, (byte) 7);
        Files.write(catalog, damaged);
        assertThatThrownBy(() -> start(data))
                .hasMessageContaining(catalog.toString())
                .hasMessageContaining("is not a database");
        Files.write(catalog, bytes);
        start(data).close();
    }

    @Test
    void aReadOnlyDataDirectoryIsToldAtTheStartWithWhatToDo() throws Exception {
        try (SmallFileSystem disk = SmallFileSystem.mounted(data, "ro")) {
            assertThatThrownBy(() -> start(disk.root()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(disk.root().toString())
                    .hasMessageContaining("Read-only file system")
                    .hasMessageContaining("--data");
        }
    }

    private static Hydrant start(Path data) throws IOException {
        return Hydrant.start(
                ServerSettings.local(
                        data, 0, ServerSettings.Auth.NONE, new ServerSettings.Tls.Off()));
    }

    private static void createPipeline(Hydrant hydrant, FirehoseClient firehose, S3Client s3) {
        try (IamClient iam = client(IamClient.builder(), hydrant)) {
            FilmsPipeline.create(s3, iam, firehose, 1);
        }
    }

    private static void put(FirehoseClient firehose, String... texts) {
        List<Record> records =
                Arrays.stream(texts)
                        .map(text -> Record.builder().data(SdkBytes.fromUtf8String(text)).build())
                        .toList();
        firehose.putRecordBatch(request -> request.deliveryStreamName("films").records(records));
    }

    /// Returns once exactly these are delivered. Objects of the same second are listed in no order.
    private static void awaitDelivered(S3Client s3, List<String> texts) {
        int length = String.join("", texts).length();
        String delivered =
                Wait.seconds(60)
                        .until(
                                "all is delivered",
                                () -> delivered(s3),
                                found -> found.length() >= length);
        assertThat(delivered.length()).isEqualTo(length);
        assertThat(texts).allMatch(delivered::contains);
    }

    private static String delivered(S3Client s3) {
        StringBuilder all = new StringBuilder();
        for (S3Object object : s3.listObjectsV2(request -> request.bucket("films")).contents()) {
            all.append(
                    s3.getObjectAsBytes(request -> request.bucket("films").key(object.key()))
                            .asString(StandardCharsets.UTF_8));
        }
        return all.toString();
    }

    private static <
                    B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>,
                    C extends AwsClient>
            C client(B builder, Hydrant hydrant) {
        return builder.endpointOverride(hydrant.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .overrideConfiguration(configuration ->
                        configuration.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
