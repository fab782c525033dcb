package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A client that gets no answer sends its call again, and its records are there once: the AWS SDK
/// with its own retries through a proxy that loses answers, and other SDKs' headers by hand.
@Timeout(120)
class RepeatedCallsTest {
    private static final int CALLS = 60;
    private static final int LAST = 1000;

    @TempDir Path data;
    private Hydrant hydrant;
    private S3Client s3;
    private LossyProxy proxy;
    private FirehoseClient firehose;

    @BeforeEach
    void start() throws Exception {
        run();
        try (FirehoseClient direct = client(FirehoseClient.builder(), hydrant.endpoint());
                IamClient iam = client(IamClient.builder(), hydrant.endpoint())) {
            FilmsPipeline.create(s3, iam, direct, 0);
        }
    }

    private void run() throws Exception {
        hydrant =
                Hydrant.start(
                        ServerSettings.local(
                                data, 0, ServerSettings.Auth.NONE, new ServerSettings.Tls.Off()));
        s3 = client(S3Client.builder().forcePathStyle(true), hydrant.endpoint());
        proxy = new LossyProxy(hydrant.endpoint().getPort());
        firehose =
                client(
                        FirehoseClient.builder()
                                .overrideConfiguration(
                                        how -> how.retryStrategy(retry -> retry.maxAttempts(10))),
                        URI.create("http://127.0.0.1:" + proxy.port()));
    }

    @AfterEach
    void stop() throws Exception {
        firehose.close();
        proxy.close();
        s3.close();
        hydrant.close();
    }

    @Test
    void whoseAnswersAreLostHasHisRecordsOnce() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int call = 0; call < CALLS; call++) {
            proxy.lose(call % 3);
            ids.addAll(call % 2 == 0 ? List.of(putOne(call)) : putTwo(call));
        }
        assertThat(proxy.lost()).isEqualTo(CALLS);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(delivered())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, CALLS)
                                .boxed()
                                .flatMap(call ->
                                        call % 2 == 0
                                                ? List.of(call + "").stream()
                                                : List.of(call + "a", call + "b").stream())
                                .toList());
    }

    @Test
    void clientsAtOnceHaveTheirRecordsOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> ids = new ArrayList<>();
            proxy.lose(CALLS / 2);
            for (int call = 0; call < CALLS; call++) {
                int each = call;
                ids.add(threads.submit(() -> putOne(each)));
            }
            TreeSet<String> different = new TreeSet<>();
            for (Future<String> id : ids) {
                different.add(id.get());
            }
            assertThat(different).hasSize(CALLS);
        }
        assertThat(proxy.lost()).isEqualTo(CALLS / 2);
        assertThat(delivered())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, CALLS).mapToObj(Integer::toString).toList());
    }

    @Test
    void aRepeatIsAnsweredWithTheSameIdsInEverySdksWordsAlsoAfterARestart() throws Exception {
        String[][] sdks = {
            {"amz-sdk-invocation-id", "a1", "amz-sdk-request", "attempt=1; max=3"},
            {"amz-sdk-invocation-id", "a1", "amz-sdk-request", "attempt=2; max=3"},
            {"Amz-Sdk-Invocation-Id", "b1", "Amz-Sdk-Request", "attempt=1"},
            {
                "amz-sdk-invocation-id",
                "b1",
                "amz-sdk-request",
                "ttl=20261126T120000Z; attempt=11; max=20"
            },
            {"amz-sdk-invocation-id", "c1", "amz-sdk-retry", "0/0/500"},
            {"amz-sdk-invocation-id", "c1", "amz-sdk-retry", "1/0/490"},
            {"aws-sdk-invocation-id", "d1", "aws-sdk-retry", "0/0"},
            {"aws-sdk-invocation-id", "d1", "aws-sdk-retry", "1/100"},
            {"X-Hydrant-Client-Token", "e:1", "amz-sdk-invocation-id", "e1"},
            {"X-Hydrant-Client-Token", "e:1", "amz-sdk-invocation-id", "e2"},
        };
        List<String> answers = new ArrayList<>();
        for (String[] sdk : sdks) {
            answers.add(raw(sdk));
        }
        for (int i = 0; i < sdks.length; i += 2) {
            assertThat(answers.get(i + 1)).as(Arrays.toString(sdks[i])).isEqualTo(answers.get(i));
        }
        assertThat(new TreeSet<>(answers)).hasSize(sdks.length / 2);
        assertThat(delivered()).hasSize(sdks.length / 2).containsOnly("0");

        stop();
        run();
        for (int i = 1; i < sdks.length; i += 2) {
            assertThat(raw(sdks[i])).as(Arrays.toString(sdks[i])).isEqualTo(answers.get(i));
        }
        assertThat(lines()).hasSize(sdks.length / 2 + 1);
        String late = raw("amz-sdk-invocation-id", "f1", "amz-sdk-request", "attempt=2; max=3");
        assertThat(answers).doesNotContain(late);
        putOne(LAST + 1);
        awaitLine(LAST + 1);
        assertThat(lines()).hasSize(sdks.length / 2 + 3);
    }

    private String raw(String... headers) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(hydrant.endpoint())
                                    .header("Content-Type", "application/x-amz-json-1.1")
                                    .header("X-Amz-Target", "Firehose_20150804.PutRecord")
                                    .headers(headers)
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"DeliveryStreamName\":\"films\",\"Record\":{\"Data\":\"MAo=\"}}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    private String putOne(int call) {
        return firehose.putRecord(
                        request -> request.deliveryStreamName("films").record(record(call + "")))
                .recordId();
    }

    private List<String> putTwo(int call) {
        return firehose
                .putRecordBatch(request ->
                        request.deliveryStreamName("films")
                                .records(record(call + "a"), record(call + "b")))
                .requestResponses()
                .stream()
                .map(PutRecordBatchResponseEntry::recordId)
                .toList();
    }

    private static Record record(String text) {
        return Record.builder().data(SdkBytes.fromUtf8String(text + "\n")).build();
    }

    /// The records in the objects, in any order. Records are delivered in the order in which they
    /// came, so that all are there when a last one is.
    private List<String> delivered() {
        putOne(LAST);
        List<String> lines = awaitLine(LAST);
        lines.remove(LAST + "");
        return lines;
    }

    private List<String> awaitLine(int line) {
        return Wait.seconds(60)
                .until("line " + line, this::lines, lines -> lines.contains(line + ""));
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        s3.listObjectsV2Paginator(request -> request.bucket("films")).contents().stream()
                .map(S3Object::key)
                .forEach(key ->
                        lines.addAll(
                                s3.getObjectAsBytes(request -> request.bucket("films").key(key))
                                        .asUtf8String()
                                        .lines()
                                        .toList()));
        return lines;
    }

    private static <
                    B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>,
                    C extends AwsClient>
            C client(B builder, URI endpoint) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
