package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.Record;

/// Firehose's metrics, read by the SDK as from CloudWatch.
class MonitoringTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path data;
    private RunningAccount account;
    private FirehoseClient firehose;
    private CloudWatchClient cloudWatch;

    @BeforeEach
    void start() throws Exception {
        connect();
        FilmsPipeline.create(account.s3, account.iam, firehose, 1);
    }

    private void connect() throws Exception {
        account = new RunningAccount(data);
        firehose = account.client(FirehoseClient.builder(), root());
        cloudWatch = account.client(CloudWatchClient.builder(), root());
    }

    private AwsCredentials root() {
        return AwsBasicCredentials.create(
                account.hydrant.rootCredentials().accessKeyId(),
                account.hydrant.rootCredentials().secretAccessKey().reveal());
    }

    @AfterEach
    void stop() {
        firehose.close();
        cloudWatch.close();
        account.close();
    }

    private void put(String text) {
        firehose.putRecord(put -> put.deliveryStreamName("films").record(record(text)));
    }

    private static Record record(String text) {
        return Record.builder().data(SdkBytes.fromUtf8String(text)).build();
    }

    private void putBatch(String text, int count) {
        firehose.putRecordBatch(put ->
                put.deliveryStreamName("films").records(Collections.nCopies(count, record(text))));
    }

    private static MetricDataQuery query(String id, String metric, String statistic, int period) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat ->
                        stat.metric(metric("AWS/Firehose", metric)).period(period).stat(statistic))
                .build();
    }

    private static Metric metric(String namespace, String name) {
        return Metric.builder().namespace(namespace).metricName(name).dimensions(films()).build();
    }

    private static Dimension films() {
        return Dimension.builder().name("DeliveryStreamName").value("films").build();
    }

    private GetMetricDataResponse data(MetricDataQuery... queries) {
        return cloudWatch.getMetricData(get ->
                get.metricDataQueries(queries)
                        .startTime(Instant.now().minus(Duration.ofHours(1)))
                        .endTime(Instant.now().plus(Duration.ofMinutes(1))));
    }

    private double sum(String metric) {
        return data(query("a", metric, "Sum", 60)).metricDataResults().getFirst().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    @Test
    void whatIsPutAndDeliveredIsCountedExactly() {
        IntStream.range(0, 7).forEach(i -> put("hello"));
        putBatch("1234567890", 10);
        assertThat(sum("IncomingRecords")).isEqualTo(17);
        assertThat(sum("IncomingBytes")).isEqualTo(135);
        assertThat(sum("IncomingPutRequests")).isEqualTo(8);
        assertThat(sum("PutRecord.Requests")).isEqualTo(7);
        assertThat(sum("PutRecordBatch.Records")).isEqualTo(10);
        Wait.upTo(PATIENCE)
                .until("all is delivered", () -> sum("DeliveryToS3.Records"), sum -> sum == 17);
        assertThat(sum("DeliveryToS3.Bytes")).isEqualTo(135);
        assertThat(
                        data(query("a", "DeliveryToS3.Success", "Average", 3600))
                                .metricDataResults()
                                .getFirst()
                                .values())
                .containsOnly(1.0);
    }

    @Test
    void statisticsAreTheFiveOfCloudWatch() {
        IntStream.range(0, 4).forEach(i -> put("hello"));
        List<Datapoint> points =
                cloudWatch
                        .getMetricStatistics(get ->
                                get.namespace("AWS/Firehose")
                                        .metricName("PutRecord.Latency")
                                        .dimensions(films())
                                        .startTime(Instant.now().minus(Duration.ofHours(1)))
                                        .endTime(Instant.now().plus(Duration.ofMinutes(1)))
                                        .period(86_400)
                                        .statistics(Statistic.knownValues()))
                        .datapoints();
        Datapoint all =
                points.stream()
                        .reduce((one, other) ->
                                one.sampleCount() > other.sampleCount() ? one : other)
                        .orElseThrow();
        assertThat(points.stream().mapToDouble(Datapoint::sampleCount).sum()).isEqualTo(4);
        assertThat(all.minimum()).isPositive().isLessThanOrEqualTo(all.average());
        assertThat(all.maximum()).isGreaterThanOrEqualTo(all.average());
        assertThat(all.average()).isEqualTo(all.sum() / all.sampleCount());
        assertThat(all.unitAsString()).isEqualTo("Milliseconds");
    }

    @Test
    void aRestartContinuesTheHistory() throws Exception {
        putBatch("x", 20);
        stop();
        connect();
        putBatch("x", 3);
        assertThat(sum("IncomingRecords")).isEqualTo(23);
    }

    @Test
    void refusalsAreCountedToo() {
        assertThatThrownBy(() -> putBatch("x".repeat(900_000), 6))
                .isInstanceOf(FirehoseException.class);
        assertThat(
                        cloudWatch
                                .getMetricData(get ->
                                        get.metricDataQueries(
                                                        MetricDataQuery.builder()
                                                                .id("refused")
                                                                .metricStat(stat ->
                                                                        stat.metric(
                                                                                        metric(
                                                                                                "Hydrant",
                                                                                                "RefusedRequests"))
                                                                                .period(3600)
                                                                                .stat("Sum"))
                                                                .build())
                                                .startTime(Instant.now().minus(Duration.ofHours(1)))
                                                .endTime(Instant.now().plus(Duration.ofMinutes(1))))
                                .metricDataResults()
                                .getFirst()
                                .values())
                .containsExactly(1.0);
    }

    @Test
    void valuesComePageByPage() {
        put("hello");
        MetricDataQuery[] queries = {
            query("a", "IncomingRecords", "Sum", 60),
            query("b", "IncomingBytes", "Sum", 60),
            query("c", "NoSuchMetric", "Sum", 60),
            query("d", "PutRecord.Requests", "Sum", 60)
        };
        Instant now = Instant.now();
        List<MetricDataResult> all =
                cloudWatch
                        .getMetricDataPaginator(get ->
                                get.metricDataQueries(queries)
                                        .maxDatapoints(1)
                                        .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                                        .startTime(now.minus(Duration.ofHours(1)))
                                        .endTime(now.plus(Duration.ofMinutes(1))))
                        .stream()
                        .flatMap(page -> page.metricDataResults().stream())
                        .toList();
        assertThat(all).extracting(MetricDataResult::id).containsExactly("a", "b", "c", "d");
        assertThat(all)
                .extracting(MetricDataResult::values)
                .containsExactly(List.of(1.0), List.of(5.0), List.of(), List.of(1.0));
        assertThatThrownBy(() ->
                        cloudWatch.getMetricData(get ->
                                get.metricDataQueries(queries)
                                        .nextToken("bm8")
                                        .startTime(now.minusSeconds(60))
                                        .endTime(now)))
                .hasMessageContaining("The next token is invalid.");
    }

    @Test
    void onlyWhatWasCountedIsListed() {
        put("hello");
        assertThat(cloudWatch.listMetrics(list -> list.namespace("AWS/Firehose")).metrics())
                .contains(metric("AWS/Firehose", "IncomingRecords"))
                .doesNotContain(metric("AWS/Firehose", "BackupToS3.Records"));
        assertThat(
                        cloudWatch
                                .listMetrics(list ->
                                        list.dimensions(
                                                DimensionFilter.builder()
                                                        .name("DeliveryStreamName")
                                                        .value("no")
                                                        .build()))
                                .metrics())
                .isEmpty();
    }

    @Test
    void whoMayNotReadMetricsIsRefused() {
        AwsCredentials user = account.user("ana");
        try (CloudWatchClient stranger = account.client(CloudWatchClient.builder(), user)) {
            assertThatThrownBy(stranger::listMetrics)
                    .isInstanceOf(CloudWatchException.class)
                    .hasMessageContaining("cloudwatch:ListMetrics")
                    .extracting(e -> ((CloudWatchException) e).awsErrorDetails().errorCode())
                    .isEqualTo("AccessDenied");
            account.iam.putUserPolicy(put ->
                    put.userName("ana")
                            .policyName("read")
                            .policyDocument(
                                    """
                                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudwatch:List*","Resource":"*"}]}\
                                    """));
            assertThat(stranger.listMetrics().metrics()).isEmpty();
        }
    }

    @Test
    void whatIsNotHereIsRefusedByName() {
        assertThatThrownBy(() -> cloudWatch.listDashboards())
                .hasMessageContaining("Hydrant does not support ListDashboards of CloudWatch");
        assertThatThrownBy(() -> data(query("a", "IncomingBytes", "p99", 60)))
                .hasMessageContaining("Hydrant does not support the statistic p99");
        assertThatThrownBy(() -> data(query("a", "IncomingBytes", "Sum", 61)))
                .hasMessageContaining("Period must be a multiple of 60");
        assertThatThrownBy(
                        () -> data(MetricDataQuery.builder().id("a").expression("m1 * 2").build()))
                .hasMessageContaining("Hydrant does not support the parameter")
                .hasMessageContaining("Expression");
    }
}
