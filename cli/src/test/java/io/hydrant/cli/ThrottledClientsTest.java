package io.hydrant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.stream.StreamSettings;
import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ServiceUnavailableException;

/// Clients against a server that imposes AWS's quotas: they are held back, and everything arrives.
class ThrottledClientsTest {
    private static final Path TEMPLATE = Path.of("..", "examples", "netflix", "pipeline.yaml");

    /// Where a stream has 1 MiB a second.
    private static final Region REGION = Region.EU_CENTRAL_1;

    private static final int MEGABYTE = 1_000_000;

    @TempDir private Path home;
    private Hydrant server;

    @BeforeEach
    void start() throws IOException {
        server =
                Hydrant.start(
                        ServerSettings.local(home.resolve(".hydrant"))
                                .inRegion(REGION.id())
                                .with(StreamSettings.DEFAULT.with(StreamSettings.Quotas.AWS)));
        ProgramRun run = run("deploy", TEMPLATE.toString(), "--stack", "films");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSendingIsHeldBackAndArrives() throws IOException {
        String rows = ("7,2001,\"" + "x".repeat(1000) + "\"\n").repeat(3_000);
        Path file = Files.writeString(home.resolve("rows.csv"), rows);
        ProgramRun run = run("send", file.toString(), "--stream", "movies-netflix", "--max");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("3,000 rows acknowledged");
        double seconds = Double.parseDouble(run.out().replaceAll("(?s).* in ([0-9.]+) s,.*", "$1"));
        assertThat(seconds).isGreaterThan(0.5);
    }

    /// As AWS's documentation tells clients to do.
    @Test
    void whoSendsFailedEntriesAgainBringsAllAcross() {
        try (FirehoseClient firehose = client()) {
            List<Record> open =
                    new ArrayList<>(
                            Collections.nCopies(
                                    3,
                                    Record.builder()
                                            .data(SdkBytes.fromByteArray(new byte[MEGABYTE]))
                                            .build()));
            int failed = 0;
            while (!open.isEmpty()) {
                List<Record> some = open.subList(0, Math.min(4, open.size()));
                int refused = put(firehose, some);
                failed += refused;
                some.subList(0, some.size() - refused).clear();
            }
            assertThat(failed).isPositive();
        }
    }

    /// @return how many were not taken
    private static int put(FirehoseClient firehose, List<Record> records) {
        try {
            PutRecordBatchResponse answer =
                    firehose.putRecordBatch(request ->
                            request.deliveryStreamName("movies-netflix").records(records));
            long refused =
                    answer.requestResponses().stream()
                            .filter(entry ->
                                    "ServiceUnavailableException".equals(entry.errorCode()))
                            .filter(entry -> entry.recordId() == null)
                            .count();
            assertThat((long) answer.failedPutCount()).isEqualTo(refused);
            return answer.failedPutCount();
        } catch (ServiceUnavailableException e) {
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Slow down.");
            return records.size();
        }
    }

    private FirehoseClient client() {
        return FirehoseClient.builder()
                .endpointOverride(server.endpoint())
                .region(REGION)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(
                        settings -> settings.retryStrategy(retries -> retries.maxAttempts(1)))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        server.rootCredentials().accessKeyId(),
                                        server.rootCredentials().secretAccessKey().reveal())))
                .build();
    }

    private ProgramRun run(String... arguments) {
        return ProgramRun.of(
                home, Map.of("AWS_ENDPOINT_URL", server.endpoint().toString()), arguments);
    }
}
