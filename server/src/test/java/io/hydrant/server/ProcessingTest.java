package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Wait;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.CompressionFormat;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What processors make of records on their way into the bucket.
class ProcessingTest {
    @TempDir Path data;
    private Hydrant hydrant;
    private S3Client s3;
    private FirehoseClient firehose;

    @BeforeEach
    void start() throws Exception {
        hydrant =
                Hydrant.start(
                        ServerSettings.local(
                                data, 0, ServerSettings.Auth.NONE, new ServerSettings.Tls.Off()));
        s3 = client(S3Client.builder().forcePathStyle(true));
        firehose = client(FirehoseClient.builder());
        try (IamClient iam = client(IamClient.builder())) {
            FilmsPipeline.create(s3, iam, firehose, 0);
        }
    }

    @AfterEach
    void stop() throws Exception {
        s3.close();
        firehose.close();
        hydrant.close();
    }

    @Test
    void everyRecordIsEndedWithANewlineWhenThatIsAskedFor() throws Exception {
        update(
                CompressionFormat.UNCOMPRESSED,
                processing(ProcessorType.APPEND_DELIMITER_TO_RECORD));
        assertThat(described())
                .isEqualTo(
                        ProcessingConfiguration.builder()
                                .enabled(true)
                                .processors(
                                        Processor.builder()
                                                .type(ProcessorType.APPEND_DELIMITER_TO_RECORD)
                                                .parameters(List.of())
                                                .build())
                                .build());
        put("Amélie", "", "Dinosaur Planet\n");
        assertThat(delivered(1)).isEqualTo("Amélie\n\nDinosaur Planet\n\n");

        update(CompressionFormat.GZIP, processing(ProcessorType.APPEND_DELIMITER_TO_RECORD));
        put("one", "two");
        assertThat(delivered(2)).isEqualTo("one\ntwo\n");

        update(
                CompressionFormat.UNCOMPRESSED,
                ProcessingConfiguration.builder().enabled(false).build());
        put("one", "two");
        assertThat(delivered(3)).isEqualTo("onetwo");
    }

    @Test
    void aProcessorThatThereIsNotIsRefusedByName() {
        assertThatThrownBy(() ->
                        update(
                                CompressionFormat.UNCOMPRESSED,
                                processing(
                                        ProcessorType.APPEND_DELIMITER_TO_RECORD,
                                        ProcessorType.DECOMPRESSION)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("the Decompression processor");
        assertThat(described()).isNull();
    }

    private static ProcessingConfiguration processing(ProcessorType... types) {
        return ProcessingConfiguration.builder()
                .enabled(true)
                .processors(
                        List.of(types).stream()
                                .map(type -> Processor.builder().type(type).build())
                                .toList())
                .build();
    }

    private void update(CompressionFormat format, ProcessingConfiguration processing) {
        var stream =
                firehose.describeDeliveryStream(request -> request.deliveryStreamName("films"))
                        .deliveryStreamDescription();
        firehose.updateDestination(request ->
                request.deliveryStreamName("films")
                        .currentDeliveryStreamVersionId(stream.versionId())
                        .destinationId(stream.destinations().getFirst().destinationId())
                        .extendedS3DestinationUpdate(destination ->
                                destination
                                        .compressionFormat(format)
                                        .processingConfiguration(processing)));
    }

    private ProcessingConfiguration described() {
        return firehose.describeDeliveryStream(request -> request.deliveryStreamName("films"))
                .deliveryStreamDescription()
                .destinations()
                .getFirst()
                .extendedS3DestinationDescription()
                .processingConfiguration();
    }

    private void put(String... texts) {
        firehose.putRecordBatch(request ->
                request.deliveryStreamName("films")
                        .records(
                                List.of(texts).stream()
                                        .map(SdkBytes::fromUtf8String)
                                        .map(bytes -> Record.builder().data(bytes).build())
                                        .toList()));
    }

    /// What the latest of so many objects holds, decompressed.
    private String delivered(int count) throws Exception {
        List<S3Object> objects =
                Wait.seconds(30)
                        .until(
                                "so many objects are delivered",
                                () -> s3.listObjectsV2(list -> list.bucket("films")).contents(),
                                found -> found.size() >= count);
        assertThat(objects).hasSize(count);
        String key =
                objects.stream()
                        .max((one, other) -> version(one.key()).compareTo(version(other.key())))
                        .orElseThrow()
                        .key();
        byte[] bytes =
                s3.getObjectAsBytes(request -> request.bucket("films").key(key)).asByteArray();
        if (!key.endsWith(".gz")) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Of the stream's configuration, which is in every key.
    private static String version(String key) {
        return key.substring(key.indexOf("films-"));
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends AwsClient>
            C client(B builder) {
        return builder.endpointOverride(hydrant.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
