package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorParameterName;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.S3BackupMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Errors of streams in the log groups that the streams name.
class ErrorLogTest {
    private static final String GROUP = "/aws/kinesisfirehose/films";
    private static final String DESTINATION = "DestinationDelivery";
    private static final String BACKUP = "BackupDelivery";
    private static final String ROLE = "arn:aws:iam::000000000000:role/delivery";

    @TempDir Path data;
    private RunningAccount account;
    private FirehoseClient firehose;
    private CloudWatchLogsClient logs;

    @BeforeEach
    void start() throws Exception {
        account = new RunningAccount(data);
        firehose = account.client(FirehoseClient.builder(), account.root());
        logs = account.client(CloudWatchLogsClient.builder(), account.root());
        FilmsPipeline.create(account.s3, account.iam, firehose, 0);
    }

    @AfterEach
    void stop() throws Exception {
        logs.close();
        firehose.close();
        account.close();
    }

    private void createGroup() {
        logs.createLogGroup(create -> create.logGroupName(GROUP));
        for (String stream : List.of(DESTINATION, BACKUP)) {
            logs.createLogStream(create -> create.logGroupName(GROUP).logStreamName(stream));
        }
    }

    private void allowLogging() {
        account.iam.putRolePolicy(put ->
                put.roleName("delivery")
                        .policyName("log")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"logs:PutLogEvents",
                                 "Resource":"arn:aws:logs:us-east-1:000000000000:log-group:%s:log-stream:*"}}
                                """
                                        .formatted(GROUP)));
    }

    private static ExtendedS3DestinationConfiguration.Builder into(String bucket) {
        return ExtendedS3DestinationConfiguration.builder()
                .roleARN(ROLE)
                .bucketARN("arn:aws:s3:::" + bucket)
                .bufferingHints(hints -> hints.sizeInMBs(1).intervalInSeconds(0))
                .cloudWatchLoggingOptions(options ->
                        options.enabled(true).logGroupName(GROUP).logStreamName(DESTINATION));
    }

    private void create(String stream, ExtendedS3DestinationConfiguration.Builder destination) {
        firehose.createDeliveryStream(create ->
                create.deliveryStreamName(stream)
                        .extendedS3DestinationConfiguration(destination.build()));
    }

    /// Into partitions by a member that records without JSON do not have.
    private static ExtendedS3DestinationConfiguration.Builder partitioned() {
        return into("films")
                .bufferingHints(hints -> hints.sizeInMBs(64).intervalInSeconds(0))
                .prefix("!{partitionKeyFromQuery:c}/")
                .errorOutputPrefix("failed/")
                .dynamicPartitioningConfiguration(wanted -> wanted.enabled(true))
                .processingConfiguration(processing ->
                        processing
                                .enabled(true)
                                .processors(
                                        Processor.builder()
                                                .type(ProcessorType.METADATA_EXTRACTION)
                                                .parameters(
                                                        parameter(
                                                                ProcessorParameterName
                                                                        .METADATA_EXTRACTION_QUERY,
                                                                "{c: .c}"),
                                                        parameter(
                                                                ProcessorParameterName
                                                                        .JSON_PARSING_ENGINE,
                                                                "JQ-1.6"))
                                                .build()));
    }

    private static ProcessorParameter parameter(ProcessorParameterName name, String value) {
        return ProcessorParameter.builder().parameterName(name).parameterValue(value).build();
    }

    private void put(String stream, int records, String text) {
        firehose.putRecordBatch(put ->
                put.deliveryStreamName(stream)
                        .records(
                                IntStream.range(0, records)
                                        .mapToObj(_ ->
                                                Record.builder()
                                                        .data(SdkBytes.fromUtf8String(text))
                                                        .build())
                                        .toList()));
    }

    private List<JsonNode> events(String logStream) {
        return logs
                .getLogEvents(
                        get -> get.logGroupName(GROUP).logStreamName(logStream).startFromHead(true))
                .events()
                .stream()
                .map(OutputLogEvent::message)
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    private List<JsonNode> awaitEvents(String logStream) {
        return Wait.seconds(30)
                .until("there are events", () -> events(logStream), events -> !events.isEmpty());
    }

    private JsonNode errorLog(String stream) {
        return SignedPages.get(
                        account.hydrant.endpoint(),
                        "/_hydrant/status?stream=" + stream,
                        account.root())
                .path("streams")
                .path(0)
                .path("errorLog");
    }

    private String awaitTrouble(String stream) {
        return Wait.seconds(30)
                .until(
                        "there is trouble",
                        () -> errorLog(stream).path("trouble").asString(""),
                        trouble -> !trouble.isEmpty());
    }

    @Test
    void errorsOfDeliveryAndOfTheBackupAreWrittenWhereTheStreamSays() {
        createGroup();
        allowLogging();
        create(
                "lost",
                into("nowhere")
                        .s3BackupMode(S3BackupMode.ENABLED)
                        .s3BackupConfiguration(backup ->
                                backup.roleARN(ROLE)
                                        .bucketARN("arn:aws:s3:::nor-here")
                                        .bufferingHints(
                                                hints -> hints.sizeInMBs(1).intervalInSeconds(60))
                                        .cloudWatchLoggingOptions(options ->
                                                options.enabled(true)
                                                        .logGroupName(GROUP)
                                                        .logStreamName(BACKUP))));
        put("lost", 200, "x".repeat(10_000)); // more than the backup's buffer
        JsonNode event = awaitEvents(DESTINATION).getFirst();
        assertThat(event.propertyNames())
                .containsExactly(
                        "deliveryStreamARN",
                        "destination",
                        "deliveryStreamVersionId",
                        "message",
                        "errorCode");
        assertThat(event.path("deliveryStreamARN").asString())
                .isEqualTo("arn:aws:firehose:us-east-1:000000000000:deliverystream/lost");
        assertThat(event.path("destination").asString()).isEqualTo("arn:aws:s3:::nowhere");
        assertThat(event.path("deliveryStreamVersionId").isInt()).isTrue();
        assertThat(event.path("errorCode").asString()).isEqualTo("S3.NoSuchBucket");
        assertThat(event.path("message").asString())
                .startsWith("The specified bucket does not exist.");
        assertThat(awaitEvents(BACKUP))
                .allSatisfy(of ->
                        assertThat(of.path("destination").asString())
                                .isEqualTo("arn:aws:s3:::nor-here"));
        assertThat(errorLog("films").isMissingNode()).isTrue();
    }

    @Test
    void errorsThatAreAlikeAreWrittenAFewTimesAMinuteAndTheOthersAreCounted() {
        createGroup();
        allowLogging();
        create("partitioned", partitioned());
        put("partitioned", 300, "no JSON");
        JsonNode counts =
                Wait.seconds(30)
                        .until(
                                "all are counted",
                                () -> errorLog("partitioned"),
                                log ->
                                        log.path("written").asInt() + log.path("repeated").asInt()
                                                == 300);
        assertThat(counts.path("written").asInt()).isBetween(5, 10); // a minute may end meanwhile
        assertThat(counts.path("lost").asInt()).isZero();
        assertThat(counts.has("trouble")).isFalse();
        assertThat(events(DESTINATION))
                .hasSize(counts.path("written").asInt())
                .allSatisfy(event ->
                        assertThat(event.path("errorCode").asString())
                                .isEqualTo("DynamicPartitioning.MetadataExtractionFailed"));
    }

    @Test
    void whatCannotBeWrittenStopsNothingAndTheStatusSaysWhy() {
        create("partitioned", partitioned());
        put("partitioned", 1, "no JSON");
        assertThat(awaitTrouble("partitioned"))
                .contains("arn:aws:sts::000000000000:assumed-role/delivery/")
                .contains("is not authorized to perform: logs:PutLogEvents on resource:");
        allowLogging();
        put("partitioned", 1, "no JSON");
        Wait.seconds(30)
                .until(
                        "the group is missed",
                        () -> awaitTrouble("partitioned"),
                        trouble -> trouble.startsWith("The specified log group does not exist."));
        createGroup();
        put("partitioned", 1, "no JSON");
        awaitEvents(DESTINATION);
        Wait.seconds(30)
                .until(
                        "nothing is wrong anymore",
                        () -> errorLog("partitioned"),
                        log -> !log.has("trouble"));
        assertThat(errorLog("partitioned").path("lost").asInt()).isEqualTo(2);
        Wait.seconds(30)
                .until(
                        "everything is delivered",
                        () ->
                                account.s3
                                        .listObjectsV2(list -> list.bucket("films"))
                                        .contents()
                                        .size(),
                        objects -> objects >= 1);
    }
}
