package io.hydrant.server.firehose;

import static io.hydrant.server.firehose.FirehoseFixture.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.iam.Principal;
import io.hydrant.server.http.Listener;
import io.hydrant.server.http.ListenerSettings;
import io.hydrant.server.http.protocol.Authenticator;
import io.hydrant.server.http.protocol.JsonService;
import io.hydrant.server.http.protocol.ListenerServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.CompressionFormat;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.PutRecordResponse;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.firehose.model.Tag;

/// The operations as the AWS SDK sees them.
class FirehoseOverHttpTest {
    @TempDir Path directory;
    private FirehoseFixture fixture;
    private Listener listener;
    private FirehoseClient client;

    @BeforeEach
    void start() throws IOException {
        fixture = new FirehoseFixture(directory);
        InstantSource clock = InstantSource.system();
        listener =
                Listener.start(
                        ListenerSettings.plain(InetAddress.getLoopbackAddress(), 0, "us-east-1"),
                        new ListenerServices(
                                List.of(
                                        JsonService.of(
                                                "firehose",
                                                "Firehose_20150804",
                                                fixture.operations())),
                                List.of(),
                                (request, response) -> {},
                                List.of()),
                        Authenticator.trusting(new Principal.Root("000000000000"), clock),
                        clock);
        client =
                FirehoseClient.builder()
                        .endpointOverride(URI.create("http://localhost:" + listener.port()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("AKIA1", "secret")))
                        .build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        listener.close();
        fixture.close();
    }

    @Test
    void aRequestThatNamesItselfIsTakenOnceAndSaysSo() {
        client.createDeliveryStream(request ->
                request.deliveryStreamName("repeated")
                        .extendedS3DestinationConfiguration(destination ->
                                destination.bucketARN("arn:aws:s3:::b").roleARN(ROLE)));
        List<String> first = putNamed("run-1:0", "one", "two").recordIds();
        Named again = putNamed("run-1:0", "one", "two");
        assertThat(again.recordIds()).isEqualTo(first);
        assertThat(again.echo()).contains("run-1:0");
        assertThat(fixture.stored("repeated")).isEqualTo(2);
        assertThat(putNamed("run-1:2", "one", "two").recordIds())
                .doesNotContainAnyElementsOf(first);

        PutRecordResponse single = putSingleNamed("run-1:4", "three");
        assertThat(putSingleNamed("run-1:4", "three").recordId()).isEqualTo(single.recordId());
        assertThat(single.sdkHttpResponse().firstMatchingHeader("X-Hydrant-Client-Token"))
                .contains("run-1:4");
        assertThat(fixture.stored("repeated")).isEqualTo(5);

        assertThatThrownBy(() -> putNamed("run-1:0", "other", "records"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("The client token run-1:0 was used for other records.");
        assertThatThrownBy(() -> putNamed("no token", "x"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("X-Hydrant-Client-Token must be PRODUCER:SEQUENCE");
        assertThat(fixture.stored("repeated")).isEqualTo(5);
    }

    private record Named(List<String> recordIds, Optional<String> echo) {}

    private Named putNamed(String token, String... texts) {
        List<Record> records =
                Stream.of(texts)
                        .map(text -> Record.builder().data(SdkBytes.fromUtf8String(text)).build())
                        .toList();
        PutRecordBatchResponse response =
                client.putRecordBatch(request ->
                        request.deliveryStreamName("repeated")
                                .records(records)
                                .overrideConfiguration(
                                        more -> more.putHeader("X-Hydrant-Client-Token", token)));
        return new Named(
                response.requestResponses().stream().map(entry -> entry.recordId()).toList(),
                response.sdkHttpResponse().firstMatchingHeader("X-Hydrant-Client-Token"));
    }

    private PutRecordResponse putSingleNamed(String token, String text) {
        return client.putRecord(request ->
                request.deliveryStreamName("repeated")
                        .record(record -> record.data(SdkBytes.fromUtf8String(text)))
                        .overrideConfiguration(
                                more -> more.putHeader("X-Hydrant-Client-Token", token)));
    }

    @Test
    void aStreamIsCreatedDescribedFedAndDeleted() {
        create("orders");

        DeliveryStreamDescription description =
                client.describeDeliveryStream(request -> request.deliveryStreamName("orders"))
                        .deliveryStreamDescription();
        assertThat(description.deliveryStreamStatus()).isEqualTo(DeliveryStreamStatus.ACTIVE);
        assertThat(description.createTimestamp())
                .isEqualTo(Instant.parse("2024-01-15T10:20:30.100Z"));
        assertThat(
                        description
                                .destinations()
                                .getFirst()
                                .extendedS3DestinationDescription()
                                .compressionFormat())
                .isEqualTo(CompressionFormat.GZIP);
        assertThat(put("orders", "a film").failedPutCount()).isZero();
        assertThat(fixture.taken.getFirst().getFirst()).asString().isEqualTo("a film");
        client.deleteDeliveryStream(request -> request.deliveryStreamName("orders"));
        assertThat(client.listDeliveryStreams().deliveryStreamNames()).isEmpty();
    }

    @Test
    void tagsOfACreationAreListed() {
        create("orders");

        assertThat(
                        client.listTagsForDeliveryStream(
                                        request -> request.deliveryStreamName("orders"))
                                .tags())
                .containsExactly(Tag.builder().key("team").value("films").build());
    }

    @Test
    void aFullBatchOf500ComesThrough() {
        create("orders");
        Record record = Record.builder().data(SdkBytes.fromByteArray(new byte[8388])).build();

        PutRecordBatchResponse answer =
                client.putRecordBatch(request ->
                        request.deliveryStreamName("orders")
                                .records(Collections.nCopies(500, record)));

        assertThat(answer.requestResponses()).hasSize(500);
        assertThat(answer.encrypted()).isFalse();
        assertThat(fixture.taken.getFirst()).hasSize(500);
    }

    @Test
    void refusalsAreTheSdksOwnExceptions() {
        assertThatThrownBy(() -> put("nobody", "x"))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Firehose nobody under account 000000000000 not found.");
        assertThatThrownBy(() ->
                        client.createDeliveryStream(
                                request -> request.deliveryStreamName("orders")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(
                        "Exactly one destination configuration is supported for a Firehose");
        assertThatThrownBy(() ->
                        client.describeDeliveryStream(request -> request.deliveryStreamName("a b")))
                .isInstanceOfSatisfying(
                        FirehoseException.class,
                        refusal ->
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo("ValidationException"));
    }

    private void create(String name) {
        client.createDeliveryStream(request ->
                request.deliveryStreamName(name)
                        .tags(Tag.builder().key("team").value("films").build())
                        .extendedS3DestinationConfiguration(s3 ->
                                s3.roleARN(ROLE)
                                        .bucketARN("arn:aws:s3:::films")
                                        .compressionFormat(CompressionFormat.GZIP)));
    }

    private PutRecordBatchResponse put(String stream, String data) {
        return client.putRecordBatch(request ->
                request.deliveryStreamName(stream)
                        .records(Record.builder().data(SdkBytes.fromUtf8String(data)).build()));
    }
}
