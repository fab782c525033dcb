package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/// What Prometheus reads.
class MetricsPageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir Path data;
    private final HttpClient http = HttpClient.newHttpClient();

    private Hydrant start(int streams, MetricSettings.Access access, Optional<Path> token)
            throws IOException {
        MetricSettings metrics =
                new MetricSettings(
                        MetricSettings.HISTORY_BYTES,
                        MetricSettings.LOG_BYTES,
                        streams,
                        access,
                        token,
                        MetricSettings.SLOW_REQUEST,
                        "test");
        return Hydrant.start(ServerSettings.local(data.resolve("data")).with(metrics));
    }

    private Hydrant start() throws IOException {
        return start(MetricSettings.STREAMS, MetricSettings.Access.AUTO, Optional.empty());
    }

    private static <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
            Hydrant hydrant, B builder) {
        return builder.endpointOverride(hydrant.endpoint())
                .region(Region.US_EAST_1)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        hydrant.rootCredentials().accessKeyId(),
                                        hydrant.rootCredentials().secretAccessKey().reveal())))
                .build();
    }

    private HttpResponse<String> get(Hydrant hydrant, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hydrant.endpoint() + "/_hydrant/metrics"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// The values by what stands before them.
    private Map<String, Double> scrape(Hydrant hydrant) throws Exception {
        Map<String, Double> values = new TreeMap<>();
        get(hydrant)
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
                });
        return values;
    }

    private static void put(FirehoseClient firehose, String stream, int records) {
        firehose.putRecordBatch(put ->
                put.deliveryStreamName(stream)
                        .records(
                                Collections.nCopies(
                                        records,
                                        Record.builder()
                                                .data(SdkBytes.fromUtf8String("hello"))
                                                .build())));
    }

    @Test
    void whatIsPutAndDeliveredIsShownExactly() throws Exception {
        try (Hydrant hydrant = start();
                FirehoseClient firehose = client(hydrant, FirehoseClient.builder());
                IamClient iam = client(hydrant, IamClient.builder());
                S3Client s3 = client(hydrant, S3Client.builder().forcePathStyle(true))) {
            FilmsPipeline.create(s3, iam, firehose, 1);
            put(firehose, "films", 20);
            firehose.putRecord(put ->
                    put.deliveryStreamName("films")
                            .record(record -> record.data(SdkBytes.fromUtf8String("hello"))));
            assertThat(scrape(hydrant))
                    .containsEntry(
                            "hydrant_stream_incoming_records_total{operation=\"PutRecordBatch\",stream=\"films\"}",
                            20.0)
                    .containsEntry(
                            "hydrant_stream_incoming_bytes_total{operation=\"PutRecord\",stream=\"films\"}",
                            5.0)
                    .containsEntry(
                            "hydrant_stream_put_latency_seconds_count{operation=\"PutRecord\",stream=\"films\"}",
                            1.0)
                    .containsEntry(
                            "hydrant_requests_total{operation=\"PutRecord\",service=\"firehose\",status=\"200\"}",
                            1.0)
                    .containsEntry("hydrant_build_info{version=\"test\"}", 1.0)
                    .containsEntry("hydrant_streams", 1.0);
            Map<String, Double> delivered =
                    Wait.upTo(PATIENCE)
                            .until(
                                    "all is delivered",
                                    () -> scrapeUnchecked(hydrant),
                                    values ->
                                            values.getOrDefault(
                                                            "hydrant_delivered_records_total", 0.0)
                                                    == 21);
            assertThat(delivered)
                    .containsEntry("hydrant_stream_delivered_bytes_total{stream=\"films\"}", 105.0)
                    .containsEntry("hydrant_stream_backlog_records{stream=\"films\"}", 0.0)
                    .containsKey("hydrant_log_force_seconds_count");
        }
    }

    private Map<String, Double> scrapeUnchecked(Hydrant hydrant) {
        try {
            return scrape(hydrant);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void streamsBeyondTheLimitAreTogetherAndTotalsAreWhole() throws Exception {
        try (Hydrant hydrant = start(10, MetricSettings.Access.AUTO, Optional.empty());
                FirehoseClient firehose = client(hydrant, FirehoseClient.builder());
                IamClient iam = client(hydrant, IamClient.builder());
                S3Client s3 = client(hydrant, S3Client.builder().forcePathStyle(true))) {
            FilmsPipeline.create(s3, iam, firehose, 900);
            for (int i = 0; i < 11; i++) {
                String name = "more-" + i;
                FilmsPipeline.another(firehose, name);
                put(firehose, name, i + 1);
            }
            Map<String, Double> values = scrape(hydrant);
            String records =
                    "hydrant_stream_incoming_records_total{operation=\"PutRecordBatch\",stream=\"";
            assertThat(values.keySet().stream().filter(name -> name.startsWith(records)))
                    .hasSize(10)
                    .doesNotContain(records + "more-10\"}");
            assertThat(values)
                    .containsEntry(records + "\"}", 10.0 + 11.0)
                    .containsEntry(
                            "hydrant_incoming_records_total{operation=\"PutRecordBatch\"}", 66.0)
                    .containsEntry("hydrant_streams", 12.0)
                    .containsEntry("hydrant_metrics_streams_shown", 10.0);
            firehose.deleteDeliveryStream(delete -> delete.deliveryStreamName("more-0"));
            put(firehose, "more-10", 1);
            assertThat(scrape(hydrant))
                    .as("nothing leaves what is together, though a place is free")
                    .containsEntry(records + "\"}", 10.0 + 11.0 + 1.0)
                    .containsEntry(
                            "hydrant_incoming_records_total{operation=\"PutRecordBatch\"}", 67.0)
                    .allSatisfy((name, _) -> assertThat(name).doesNotContain("\"more-0\""));
        }
    }

    @Test
    void totalsNeverFallWhileStreamsAreDeleted() throws Exception {
        try (Hydrant hydrant = start(2, MetricSettings.Access.AUTO, Optional.empty());
                FirehoseClient firehose = client(hydrant, FirehoseClient.builder());
                IamClient iam = client(hydrant, IamClient.builder());
                S3Client s3 = client(hydrant, S3Client.builder().forcePathStyle(true))) {
            FilmsPipeline.create(s3, iam, firehose, 900);
            for (int i = 0; i < 4; i++) {
                String name = "more-" + i;
                FilmsPipeline.another(firehose, name);
                put(firehose, name, 10);
            }
            Map<String, Double> before = scrape(hydrant);
            for (int i = 3; i >= 0; i--) {
                String name = "more-" + i;
                firehose.deleteDeliveryStream(delete -> delete.deliveryStreamName(name));
                for (int scrapes = 0; scrapes < 5; scrapes++) {
                    Map<String, Double> after = scrape(hydrant);
                    before.forEach((series, value) -> {
                        boolean isOfOneStream = series.matches(".*stream=\"[^\"].*");
                        boolean grows = series.matches(".*_(total|count|sum|bucket)(\\{.*)?");
                        if (grows && !isOfOneStream) {
                            assertThat(after.getOrDefault(series, -1.0))
                                    .as(series)
                                    .isGreaterThanOrEqualTo(value);
                        }
                    });
                    before = after;
                }
            }
            assertThat(before)
                    .containsEntry(
                            "hydrant_incoming_records_total{operation=\"PutRecordBatch\"}", 40.0);
        }
    }

    private int post(Hydrant hydrant, String operation, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(hydrant.endpoint())
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .header("X-Amz-Target", "Firehose_20150804." + operation)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @Test
    void everyRefusedPutIsCountedByItsCode() throws Exception {
        try (Hydrant hydrant = start();
                FirehoseClient firehose = client(hydrant, FirehoseClient.builder());
                FirehoseClient wrong =
                        FirehoseClient.builder()
                                .endpointOverride(hydrant.endpoint())
                                .region(Region.US_EAST_1)
                                .httpClient(UrlConnectionHttpClient.create())
                                .credentialsProvider(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create(
                                                        hydrant.rootCredentials().accessKeyId(),
                                                        "wrong")))
                                .build();
                IamClient iam = client(hydrant, IamClient.builder());
                S3Client s3 = client(hydrant, S3Client.builder().forcePathStyle(true))) {
            FilmsPipeline.create(s3, iam, firehose, 900);
            refused("ValidationException", () -> put(firehose, "films", 501));
            refused(
                    "ValidationException",
                    () ->
                            firehose.putRecord(put ->
                                    put.deliveryStreamName("films")
                                            .record(record ->
                                                    record.data(
                                                            SdkBytes.fromByteArray(
                                                                    new byte[1_024_001])))));
            refused("ResourceNotFoundException", () -> put(firehose, "nobody", 1));
            refused("InvalidSignatureException", () -> put(wrong, "films", 1));
            for (String body :
                    List.of("", "{\"DeliveryStreamName\":\"films\",\"Record\":{\"Data\":\"aGk")) {
                assertThat(post(hydrant, "PutRecord", body)).isEqualTo(400);
            }
            assertThat(post(hydrant, "PutRecord", "{}")).as("unsigned").isEqualTo(400);
            assertThat(post(hydrant, "ListDeliveryStreams", "{}")).as("no put").isEqualTo(400);
            put(firehose, "films", 1);
            String all = "hydrant_refused_requests_total{code=\"";
            Map<String, Double> values = scrape(hydrant);
            assertThat(values)
                    .containsEntry(all + "ValidationException\"}", 2.0)
                    .containsEntry(all + "ResourceNotFoundException\"}", 1.0)
                    .containsEntry(all + "InvalidSignatureException\"}", 1.0)
                    .containsEntry(all + "SerializationException\"}", 2.0)
                    .containsEntry(all + "MissingAuthenticationTokenException\"}", 1.0)
                    .containsEntry(
                            "hydrant_stream_refused_requests_total{code=\"ValidationException\",stream=\"films\"}",
                            2.0)
                    .containsEntry(
                            "hydrant_stream_refused_requests_total{code=\"InvalidSignatureException\",stream=\"\"}",
                            1.0);
            assertThat(values.keySet().stream().filter(name -> name.startsWith(all))).hasSize(5);
        }
    }

    private static void refused(String code, ThrowingCallable put) {
        assertThatThrownBy(put)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    @Test
    void bothFormatsAreSpoken() throws Exception {
        try (Hydrant hydrant = start()) {
            HttpResponse<String> plain = get(hydrant);
            assertThat(plain.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            HttpResponse<String> open =
                    get(hydrant, "Accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");
            assertThat(open.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/openmetrics-text");
            assertThat(open.body()).endsWith("# EOF\n");
        }
    }

    @Test
    void strangersAndWebPagesSeeNothing() throws Exception {
        try (Hydrant hydrant = start()) {
            assertThat(get(hydrant).statusCode()).isEqualTo(200);
            for (List<String> header :
                    List.of(
                            List.of("Origin", "http://evil.example"),
                            List.of("Sec-Fetch-Site", "cross-site"),
                            List.of("X-Forwarded-For", "192.0.2.1"),
                            List.of("Authorization", "Bearer " + TOKEN),
                            List.of("Authorization", "AWS4-HMAC-SHA256 Credential=x"))) {
                HttpResponse<String> answer = get(hydrant, header.toArray(new String[0]));
                assertThat(answer.statusCode()).as(header.toString()).isBetween(400, 403);
                assertThat(answer.body()).doesNotContain("hydrant_streams");
            }
        }
        try (Hydrant hydrant = start(1000, MetricSettings.Access.SIGNED, Optional.empty())) {
            assertThat(get(hydrant).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void whoSendsTheTokenSeesAll() throws Exception {
        Path token = data.resolve("token");
        Files.writeString(token, TOKEN + "\n");
        try (Hydrant hydrant = start(1000, MetricSettings.Access.SIGNED, Optional.of(token))) {
            assertThat(get(hydrant, "Authorization", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(200);
            for (String wrong : List.of("", "x", TOKEN + "0", TOKEN.substring(1))) {
                assertThat(get(hydrant, "Authorization", "Bearer " + wrong).statusCode())
                        .as(wrong)
                        .isBetween(400, 401);
            }
            Files.writeString(token, "another-token-of-24-chars");
            assertThat(get(hydrant, "Authorization", "Bearer " + TOKEN).statusCode())
                    .as("changed")
                    .isEqualTo(401);
            Files.delete(token);
            assertThat(get(hydrant, "Authorization", "Bearer " + TOKEN).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void nothingIsShownTwice() throws Exception {
        try (Hydrant hydrant = start()) {
            Stream<String> helped =
                    get(hydrant).body().lines().filter(line -> line.startsWith("# HELP "));
            assertThat(helped.map(line -> line.split(" ", 4)[2]))
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.matches("(hydrant|process|jvm)_[a-z_]+"));
        }
    }
}
