package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/// The listener as the AWS SDK for Java sees it.
class SdkClientsTest {
    private static final AwsBasicCredentials ROOT =
            AwsBasicCredentials.create(RunningListener.KEY_ID, RunningListener.SECRET);

    private RunningListener listener;

    @BeforeEach
    void start() throws IOException {
        listener = RunningListener.start();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void firehoseAnswersInTheCallersNameAndRegion() {
        try (FirehoseClient firehose = firehose(ROOT)) {
            assertThat(firehose.listDeliveryStreams().deliveryStreamNames())
                    .containsExactly("arn:aws:iam::000000000000:root", "us-east-1");
        }
    }

    @Test
    void aRecordOfAMebibyteArrivesWhole() {
        try (FirehoseClient firehose = firehose(ROOT)) {
            byte[] data = new byte[1_024_000];
            String id =
                    firehose.putRecord(put ->
                                    put.deliveryStreamName("s")
                                            .record(record ->
                                                    record.data(SdkBytes.fromByteArray(data))))
                            .recordId();
            assertThat(Integer.parseInt(id)).isGreaterThan(1_360_000);
        }
    }

    @Test
    void aModelledRefusalArrivesAsItsException() {
        try (FirehoseClient firehose = firehose(ROOT)) {
            assertThatThrownBy(() ->
                            firehose.describeDeliveryStream(
                                    describe -> describe.deliveryStreamName("x")))
                    .isInstanceOfSatisfying(
                            ResourceNotFoundException.class,
                            refusal -> {
                                assertThat(refusal.statusCode()).isEqualTo(400);
                                assertThat(refusal.requestId()).hasSize(36);
                                assertThat(refusal.awsErrorDetails().errorMessage())
                                        .isEqualTo(
                                                "Firehose \"x\" under account 000000000000 not"
                                                        + " found.");
                            });
        }
    }

    @Test
    void aFaultOfOursIsAnInternalFailureAndAFullDiskIsUnavailable() {
        try (FirehoseClient firehose = firehose(ROOT)) {
            assertThatThrownBy(() ->
                            firehose.deleteDeliveryStream(delete -> delete.deliveryStreamName("x")))
                    .isInstanceOfSatisfying(
                            FirehoseException.class,
                            refusal -> {
                                assertThat(refusal.statusCode()).isEqualTo(500);
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo("InternalFailure");
                            });
            assertThatThrownBy(() ->
                            firehose.createDeliveryStream(create -> create.deliveryStreamName("x")))
                    .isInstanceOfSatisfying(
                            FirehoseException.class,
                            refusal -> {
                                assertThat(refusal.statusCode()).isEqualTo(503);
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo("ServiceUnavailableException");
                            });
        }
    }

    @Test
    void anUnknownOperationHasACodeAndNoMessage() {
        try (FirehoseClient firehose = firehose(ROOT)) {
            assertThatThrownBy(() ->
                            firehose.updateDestination(update ->
                                    update.deliveryStreamName("x")
                                            .currentDeliveryStreamVersionId("1")
                                            .destinationId("d")))
                    .isInstanceOfSatisfying(
                            FirehoseException.class,
                            refusal -> {
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo("UnknownOperationException");
                                assertThat(refusal.awsErrorDetails().errorMessage()).isNull();
                            });
        }
    }

    @Test
    void eachProtocolRefusesAWrongSecretInItsOwnWords() {
        AwsCredentials wrong = AwsBasicCredentials.create(RunningListener.KEY_ID, "wrong");
        assertRefused(wrong, "InvalidSignatureException", 400, "SignatureDoesNotMatch");
    }

    @Test
    void eachProtocolRefusesAnUnknownKeyInItsOwnWords() {
        AwsCredentials unknown = AwsBasicCredentials.create("AKIANOBODY", "x");
        try (FirehoseClient firehose = firehose(unknown);
                StsClient sts = sts(unknown);
                S3Client s3 = s3(unknown)) {
            assertThatThrownBy(firehose::listDeliveryStreams)
                    .isInstanceOfSatisfying(
                            FirehoseException.class,
                            refusal ->
                                    assertThat(refusal.awsErrorDetails().errorCode())
                                            .isEqualTo("UnrecognizedClientException"));
            assertThatThrownBy(sts::getCallerIdentity)
                    .isInstanceOfSatisfying(
                            StsException.class,
                            refusal ->
                                    assertThat(refusal.awsErrorDetails().errorCode())
                                            .isEqualTo("InvalidClientTokenId"));
            assertThatThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket("b").key("k")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal ->
                                    assertThat(refusal.awsErrorDetails().errorCode())
                                            .isEqualTo("InvalidAccessKeyId"));
        }
    }

    private void assertRefused(
            AwsCredentials credentials, String jsonCode, int jsonStatus, String otherCode) {
        try (FirehoseClient firehose = firehose(credentials);
                StsClient sts = sts(credentials);
                S3Client s3 = s3(credentials)) {
            assertThatThrownBy(firehose::listDeliveryStreams)
                    .isInstanceOfSatisfying(
                            FirehoseException.class,
                            refusal -> {
                                assertThat(refusal.statusCode()).isEqualTo(jsonStatus);
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo(jsonCode);
                            });
            assertThatThrownBy(sts::getCallerIdentity)
                    .isInstanceOfSatisfying(
                            StsException.class,
                            refusal -> {
                                assertThat(refusal.statusCode()).isEqualTo(403);
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo(otherCode);
                            });
            assertThatThrownBy(() ->
                            s3.putObject(
                                    put -> put.bucket("b").key("k"),
                                    RequestBody.fromString("refused")))
                    .isInstanceOf(S3Exception.class);
            assertThatThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket("b").key("k")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> {
                                assertThat(refusal.statusCode()).isEqualTo(403);
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo(otherCode);
                                assertThat(refusal.requestId()).hasSize(16);
                            });
            assertThat(listener.objects.has("/b/k")).isFalse();
        }
    }

    @Test
    void aSessionNeedsItsToken() {
        AwsCredentials session =
                AwsSessionCredentials.create(
                        RunningListener.SESSION_KEY_ID,
                        RunningListener.SECRET,
                        RunningListener.TOKEN);
        AwsCredentials bare =
                AwsBasicCredentials.create(RunningListener.SESSION_KEY_ID, RunningListener.SECRET);
        try (StsClient sts = sts(session);
                StsClient without = sts(bare)) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo("000000000000");
            assertThatThrownBy(without::getCallerIdentity).isInstanceOf(StsException.class);
        }
    }

    @Test
    void stsAndCloudFormationShareThePort() {
        try (StsClient sts = sts(ROOT);
                CloudFormationClient cloudFormation = cloudFormation()) {
            assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::000000000000:root");
            cloudFormation.deleteStack(delete -> delete.stackName("x"));
            assertThatThrownBy(cloudFormation::listStacks)
                    .isInstanceOfSatisfying(
                            CloudFormationException.class,
                            refusal -> {
                                assertThat(refusal.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidAction");
                                assertThat(refusal.awsErrorDetails().errorMessage())
                                        .isEqualTo(
                                                "Could not find operation ListStacks for version"
                                                        + " 2010-05-15");
                            });
        }
    }

    @Test
    void anUploadInSignedChunksArrivesWithoutItsFraming() {
        byte[] body = randomBytes(300_000);
        try (S3Client s3 =
                s3Builder(ROOT)
                        .serviceConfiguration(chunks -> chunks.chunkedEncodingEnabled(true))
                        .forcePathStyle(true)
                        .build()) {
            s3.putObject(put -> put.bucket("b").key("a b/ñ"), RequestBody.fromBytes(body));
            assertThat(listener.objects.at("/b/a%20b/%C3%B1")).isEqualTo(body);
            assertThat(s3.getObjectAsBytes(get -> get.bucket("b").key("a b/ñ")).asByteArray())
                    .isEqualTo(body);
            assertThat(s3.headObject(head -> head.bucket("b").key("a b/ñ")).contentLength())
                    .isEqualTo(300_000);
        }
    }

    @Test
    void anUploadFromAStreamOfUnknownLengthArrivesWhole() {
        byte[] body = randomBytes(200_000);
        try (S3Client s3 = s3(ROOT)) {
            s3.putObject(
                    put -> put.bucket("b").key("streamed"),
                    RequestBody.fromContentProvider(
                            () -> InputStream.nullInputStream(), "text/plain"));
            assertThat(listener.objects.at("/b/streamed")).isEmpty();
            s3.putObject(
                    put -> put.bucket("b").key("streamed"),
                    RequestBody.fromContentProvider(
                            () -> new ByteArrayInputStream(body), "text/plain"));
            assertThat(listener.objects.at("/b/streamed")).isEqualTo(body);
        }
    }

    @Test
    void aMissingKeyIsAnExceptionForGetAndHead() {
        try (S3Client s3 = s3(ROOT)) {
            assertThatThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket("b").key("none")))
                    .isInstanceOf(NoSuchKeyException.class);
            assertThatThrownBy(() -> s3.headObject(head -> head.bucket("b").key("none")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(404));
        }
    }

    @Test
    void aPresignedUrlNeedsNoOtherSignature() throws IOException, InterruptedException {
        try (S3Client s3 = s3(ROOT);
                S3Presigner presigner =
                        S3Presigner.builder()
                                .endpointOverride(listener.uri())
                                .region(Region.US_EAST_1)
                                .credentialsProvider(StaticCredentialsProvider.create(ROOT))
                                .serviceConfiguration(
                                        software.amazon.awssdk.services.s3.S3Configuration.builder()
                                                .pathStyleAccessEnabled(true)
                                                .build())
                                .build()) {
            s3.putObject(put -> put.bucket("b").key("k"), RequestBody.fromString("hello"));
            URI url =
                    URI.create(
                            presigner
                                    .presignGetObject(presign ->
                                            presign.signatureDuration(Duration.ofMinutes(5))
                                                    .getObjectRequest(
                                                            get -> get.bucket("b").key("k")))
                                    .url()
                                    .toString());
            assertThat(get(url).body()).isEqualTo("hello");
            URI forged = URI.create(url.toString().replace("/b/k?", "/b/other?"));
            assertThat(get(forged).statusCode()).isEqualTo(403);
            assertThat(get(forged).body())
                    .contains("<Code>SignatureDoesNotMatch</Code>", "<CanonicalRequest>");
        }
    }

    private static HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private FirehoseClient firehose(AwsCredentials credentials) {
        return FirehoseClient.builder()
                .endpointOverride(listener.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .overrideConfiguration(once -> once.retryStrategy(retry -> retry.maxAttempts(1)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private StsClient sts(AwsCredentials credentials) {
        return StsClient.builder()
                .endpointOverride(listener.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private CloudFormationClient cloudFormation() {
        return CloudFormationClient.builder()
                .endpointOverride(listener.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(ROOT))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private S3Client s3(AwsCredentials credentials) {
        return s3Builder(credentials).forcePathStyle(true).build();
    }

    private S3ClientBuilder s3Builder(AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(listener.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create());
    }
}
