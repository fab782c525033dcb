package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Wait;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
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
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationUpdate;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
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
    void recordsGoWhereTheirKeysSayAndWhatHasNoneGoesToTheErrorOutput() throws Exception {
        createPartitioned("{c: .pais, d: (.\"año\" // 0 | tostring)}");
        assertThat(describedOf("partitioned").dynamicPartitioningConfiguration().enabled())
                .isTrue();
        firehose.putRecordBatch(request ->
                request.deliveryStreamName("partitioned")
                        .records(
                                records(
                                        "{\"pais\":\"España\",\"año\":1977}{\"pais\":\"Perú\"}",
                                        "{\"pais\":\"../!{timestamp:yyyy}\",\"año\":1}\n",
                                        "{\"pais\":\"\"}{\"pais\":\"España\",\"año\":1977,\"n\":2}",
                                        "no JSON")));
        firehose.putRecord(request ->
                request.deliveryStreamName("partitioned")
                        .record(record ->
                                record.data(SdkBytes.fromUtf8String("{\"pais\":\"Perú\"}"))));
        Map<String, String> objects = objects("partitioned", 7);
        assertThat(without(objects, "e/"))
                .isEqualTo(
                        Map.of(
                                "p/España/1977/",
                                "{\"pais\":\"España\",\"año\":1977}\n"
                                        + "{\"pais\":\"España\",\"año\":1977,\"n\":2}\n",
                                "p/Perú/0/",
                                "{\"pais\":\"Perú\"}\n{\"pais\":\"Perú\"}\n",
                                "p/../!{timestamp:yyyy}/1/",
                                "{\"pais\":\"../!{timestamp:yyyy}\",\"año\":1}\n"));
        assertThat(objects.keySet()).contains("e/processing-failed/");
        assertThat(objects.getOrDefault("e/processing-failed/", "").lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains(base64("{\"pais\":\"\"}")))
                .anySatisfy(line -> assertThat(line).contains(base64("no JSON")))
                .allSatisfy(line ->
                        assertThat(line).contains("DynamicPartitioning.MetadataExtractionFailed"));
    }

    @Test
    void aQueryThatIsNoJqIsRefusedAndSoIsSwitchingPartitioningOffOrOn() {
        assertThatThrownBy(() -> createPartitioned("{c: .pais, d: nosuch(1)}"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("MetadataExtractionQuery")
                .hasMessageContaining("nosuch/1");
        createPartitioned("{c: .c, d: .d}");
        assertThatThrownBy(() ->
                        update(
                                "partitioned",
                                change ->
                                        change.prefix("a/")
                                                .dynamicPartitioningConfiguration(
                                                        off -> off.enabled(false))
                                                .processingConfiguration(
                                                        off -> off.enabled(false))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Dynamic Partitioning");
        assertThatThrownBy(() ->
                        update(
                                "films",
                                change ->
                                        change.prefix("!{partitionKeyFromQuery:c}/")
                                                .errorOutputPrefix("e/")
                                                .bufferingHints(hints ->
                                                        hints.sizeInMBs(64).intervalInSeconds(0))
                                                .dynamicPartitioningConfiguration(
                                                        on -> on.enabled(true))
                                                .processingConfiguration(extraction("{c: .c}"))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Dynamic Partitioning");
    }

    /// What CloudWatch Logs sends, and what it does not.
    @Test
    void messagesOfLogsAreDecompressedAndTakenOut() throws Exception {
        update(
                "films",
                change ->
                        change.prefix("p/")
                                .errorOutputPrefix("e/!{firehose:error-output-type}/")
                                .processingConfiguration(
                                        processing(
                                                processor(
                                                        ProcessorType.DECOMPRESSION,
                                                        "CompressionFormat",
                                                        "GZIP"),
                                                processor(
                                                        ProcessorType.CLOUD_WATCH_LOG_PROCESSING,
                                                        "DataMessageExtraction",
                                                        "true"))));
        byte[] logs =
                gzip(
                        "{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[{\"message\":\"uno\"},{\"message\":\"dos\"}]}");
        firehose.putRecordBatch(request ->
                request.deliveryStreamName("films")
                        .records(
                                Record.builder().data(SdkBytes.fromByteArray(logs)).build(),
                                Record.builder().data(SdkBytes.fromUtf8String("plain")).build()));
        Map<String, String> objects = objects("films", 3);
        assertThat(without(objects, "e/").values()).containsExactly("uno\ndos\n");
        assertThat(objects.get("e/decompression-failed/")).contains(base64("plain"));
    }

    private void createPartitioned(String query) {
        String role = describedOf("films").roleARN();
        firehose.createDeliveryStream(request ->
                request.deliveryStreamName("partitioned")
                        .extendedS3DestinationConfiguration(destination ->
                                destination
                                        .roleARN(role)
                                        .bucketARN("arn:aws:s3:::films")
                                        .prefix(
                                                "p/!{partitionKeyFromQuery:c}/!{partitionKeyFromQuery:d}/")
                                        .errorOutputPrefix("e/!{firehose:error-output-type}/")
                                        .bufferingHints(
                                                hints -> hints.sizeInMBs(64).intervalInSeconds(2))
                                        .dynamicPartitioningConfiguration(on -> on.enabled(true))
                                        .processingConfiguration(extraction(query))));
    }

    private static ProcessingConfiguration extraction(String query) {
        return processing(
                processor(ProcessorType.RECORD_DE_AGGREGATION, "SubRecordType", "JSON"),
                processor(
                        ProcessorType.METADATA_EXTRACTION,
                        "MetadataExtractionQuery",
                        query,
                        "JsonParsingEngine",
                        "JQ-1.6"),
                processor(ProcessorType.APPEND_DELIMITER_TO_RECORD));
    }

    private static ProcessingConfiguration processing(Processor... processors) {
        return ProcessingConfiguration.builder().enabled(true).processors(processors).build();
    }

    private static Processor processor(ProcessorType type, String... parameters) {
        List<ProcessorParameter> all = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            all.add(
                    ProcessorParameter.builder()
                            .parameterName(parameters[i])
                            .parameterValue(parameters[i + 1])
                            .build());
        }
        return Processor.builder().type(type).parameters(all).build();
    }

    private void update(String stream, Consumer<ExtendedS3DestinationUpdate.Builder> change) {
        var described =
                firehose.describeDeliveryStream(request -> request.deliveryStreamName(stream))
                        .deliveryStreamDescription();
        firehose.updateDestination(request ->
                request.deliveryStreamName(stream)
                        .currentDeliveryStreamVersionId(described.versionId())
                        .destinationId(described.destinations().getFirst().destinationId())
                        .extendedS3DestinationUpdate(change));
    }

    private ExtendedS3DestinationDescription describedOf(String stream) {
        return firehose.describeDeliveryStream(request -> request.deliveryStreamName(stream))
                .deliveryStreamDescription()
                .destinations()
                .getFirst()
                .extendedS3DestinationDescription();
    }

    private static List<Record> records(String... texts) {
        return List.of(texts).stream()
                .map(SdkBytes::fromUtf8String)
                .map(bytes -> Record.builder().data(bytes).build())
                .toList();
    }

    /// What lies below each evaluated prefix, once it has so many lines in all.
    private Map<String, String> objects(String stream, int lines) throws Exception {
        return Wait.seconds(60)
                .until(
                        "there are " + lines + " lines",
                        () -> objects(stream),
                        found ->
                                found.values().stream()
                                                .mapToLong(text -> text.lines().count())
                                                .sum()
                                        >= lines);
    }

    private Map<String, String> objects(String stream) {
        Map<String, String> texts = new TreeMap<>();
        for (S3Object object : s3.listObjectsV2(list -> list.bucket("films")).contents()) {
            String key = object.key();
            String text =
                    s3.getObjectAsBytes(request -> request.bucket("films").key(key)).asUtf8String();
            texts.merge(key.substring(0, key.lastIndexOf(stream + "-")), text, String::concat);
        }
        return texts;
    }

    private static Map<String, String> without(Map<String, String> objects, String prefix) {
        Map<String, String> rest = new TreeMap<>(objects);
        rest.keySet().removeIf(key -> key.startsWith(prefix));
        return rest;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
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
