package io.hydrant.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Requests signed by the SDK's own signer, with the clock and in the forms that its clients do not
/// let one choose.
class SignedWireTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final byte[] BODY = "x".repeat(200_000).getBytes(StandardCharsets.UTF_8);

    private RunningListener listener;
    private HttpClient http;

    @BeforeEach
    void start() throws IOException {
        listener = RunningListener.start(() -> NOW);
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        http.close();
        listener.close();
    }

    @Test
    void signedChunksAndASignedTrailerAreVerified() throws Exception {
        SignedRequest signed = sign(putInSignedChunks());
        assertThat(signed.request().firstMatchingHeader("x-amz-content-sha256"))
                .contains("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
        byte[] framed = payload(signed);
        assertThat(send(signed, framed).statusCode()).isEqualTo(200);
        assertThat(listener.objects.at("/b/k")).isEqualTo(BODY);
        assertThat(listener.objects.trailers.get("/b/k")).containsKey("x-amz-checksum-crc32");
    }

    @Test
    void aByteChangedOnTheWayIsNoticedAndNothingIsKept() throws Exception {
        SignedRequest signed = sign(putInSignedChunks());
        byte[] framed = payload(signed);
        framed[150_000] ^= 1;
        HttpResponse<String> answer = send(signed, framed);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(listener.objects.has("/b/k")).isFalse();
    }

    @Test
    void aTrailerChangedOnTheWayIsNoticed() throws Exception {
        SignedRequest signed = sign(putInSignedChunks());
        String framed = new String(payload(signed), StandardCharsets.ISO_8859_1);
        String changed =
                framed.replaceFirst("x-amz-checksum-crc32:....", "x-amz-checksum-crc32:AAAA");
        assertThat(send(signed, changed.getBytes(StandardCharsets.ISO_8859_1)).body())
                .contains("<Code>SignatureDoesNotMatch</Code>");
    }

    @Test
    void s3ToleratesAQuarterOfAnHour() throws Exception {
        assertThat(getAt(NOW.minus(Duration.ofMinutes(15))).statusCode()).isEqualTo(404);
        HttpResponse<String> late = getAt(NOW.minusSeconds(901));
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(late.body())
                .contains(
                        "<Code>RequestTimeTooSkewed</Code>",
                        "<RequestTime>20261122T114459Z</RequestTime>",
                        "<ServerTime>2026-11-22T12:00:00Z</ServerTime>",
                        "<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>");
        assertThat(getAt(NOW.plusSeconds(901)).statusCode()).isEqualTo(403);
    }

    @Test
    void firehoseToleratesFiveMinutesAndSaysSo() throws Exception {
        assertThat(listStreamsAt(NOW.minusSeconds(300)).statusCode()).isEqualTo(200);
        assertThat(listStreamsAt(NOW.minusSeconds(301)).body())
                .isEqualTo(
                        "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature expired:"
                                + " 20261122T115459Z is now earlier than 20261122T115500Z"
                                + " (20261122T120000Z - 5 min.)\"}");
        assertThat(listStreamsAt(NOW.plusSeconds(301)).body())
                .contains(
                        "Signature not yet current: 20261122T120501Z is still later than"
                                + " 20261122T120500Z (20261122T120000Z + 5 min.)");
    }

    @Test
    void aPresignedUrlExpires() throws Exception {
        URI url = presigned(NOW.minusSeconds(60), Duration.ofSeconds(60));
        assertThat(get(url).statusCode()).isEqualTo(404);
        HttpResponse<String> late = get(presigned(NOW.minusSeconds(61), Duration.ofSeconds(60)));
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(late.body())
                .contains(
                        "<Code>AccessDenied</Code><Message>Request has expired</Message>",
                        "<Expires>2026-11-22T11:59:59Z</Expires>",
                        "<ServerTime>2026-11-22T12:00:00Z</ServerTime>",
                        "<X-Amz-Expires>60</X-Amz-Expires>");
    }

    @Test
    void aPresignedUrlTakesNoHeaderThatWasNotSigned() throws Exception {
        URI url = presigned(NOW, Duration.ofSeconds(60));
        HttpRequest request =
                HttpRequest.newBuilder(url).header("x-amz-acl", "public-read").build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .contains("<HeadersNotSigned>x-amz-acl</HeadersNotSigned>");
    }

    @Test
    void aPresignedConditionHoldsHoweverTheUrlIsSpelt() throws Exception {
        String url = presigned("/b/none?If-None-Match=x", NOW, Duration.ofSeconds(60)).toString();
        for (String spelt :
                List.of(
                        url,
                        url.replace("X-Amz-Signature", "X-Amz-Signatur%65"),
                        url.replace("If-None-Match", "If%2DNone%2DMatch"))) {
            listener.objects.requests.clear();
            assertThat(get(URI.create(spelt)).statusCode()).as(spelt).isEqualTo(404);
            assertThat(
                            listener.objects
                                    .request("GET /b/none")
                                    .head()
                                    .headers()
                                    .get("if-none-match"))
                    .as(spelt)
                    .contains("x");
        }
    }

    @Test
    void aPageTakesAnySignatureButAWrongOne() throws Exception {
        assertThat(send(sign(page(NOW)), new byte[0]).body())
                .isEqualTo("arn:aws:iam::000000000000:root");
        HttpResponse<String> late = send(sign(page(NOW.minusSeconds(1_000))), new byte[0]);
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(late.body()).startsWith("{\"__type\":\"RequestTimeTooSkewed\"");
    }

    private SignRequest.Builder<AwsCredentialsIdentity> page(Instant at) {
        return s3(SdkHttpMethod.GET, "/_hydrant/who", at);
    }

    private HttpResponse<String> getAt(Instant at) throws IOException, InterruptedException {
        return send(sign(s3(SdkHttpMethod.GET, "/b/none", at)), new byte[0]);
    }

    private HttpResponse<String> listStreamsAt(Instant at)
            throws IOException, InterruptedException {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(listener.uri().resolve("/"))
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", "Firehose_20150804.ListDeliveryStreams")
                        .build();
        SignRequest.Builder<AwsCredentialsIdentity> builder =
                SignRequest.builder(credentials())
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "firehose")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
        return send(sign(builder), body);
    }

    private URI presigned(Instant at, Duration expires) {
        return presigned("/b/none", at, expires);
    }

    private URI presigned(String path, Instant at, Duration expires) {
        return sign(s3(SdkHttpMethod.GET, path, at)
                        .putProperty(
                                AwsV4FamilyHttpSigner.AUTH_LOCATION,
                                AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, expires)
                        .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false))
                .request()
                .getUri();
    }

    private SignRequest.Builder<AwsCredentialsIdentity> putInSignedChunks() {
        return s3(SdkHttpMethod.PUT, "/b/k", NOW)
                .payload(ContentStreamProvider.fromByteArray(BODY))
                .putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, true)
                .putProperty(
                        AwsV4FamilyHttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32);
    }

    private SignRequest.Builder<AwsCredentialsIdentity> s3(
            SdkHttpMethod method, String path, Instant at) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(method).uri(listener.uri().resolve(path));
        if (method == SdkHttpMethod.PUT) {
            request.putHeader("Content-Length", Integer.toString(BODY.length));
        }
        return SignRequest.builder(credentials())
                .request(request.build())
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, true)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
    }

    private static AwsCredentialsIdentity credentials() {
        return AwsCredentialsIdentity.create(RunningListener.KEY_ID, RunningListener.SECRET);
    }

    private static SignedRequest sign(SignRequest.Builder<AwsCredentialsIdentity> request) {
        return AwsV4HttpSigner.create().sign(request.build());
    }

    private static byte[] payload(SignedRequest signed) throws IOException {
        try (InputStream framed = signed.payload().orElseThrow().newStream()) {
            return framed.readAllBytes();
        }
    }

    private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(SignedRequest signed, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(signed.request().getUri())
                        .version(HttpClient.Version.HTTP_1_1)
                        .method(
                                signed.request().method().name(),
                                HttpRequest.BodyPublishers.ofByteArray(body));
        signed.request()
                .forEachHeader((name, values) -> {
                    if (!Set.of("host", "content-length").contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
