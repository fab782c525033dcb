package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/// CloudWatch Logs by the SDK.
class CloudWatchLogsTest {
    private static final String GROUP = "/aws/kinesisfirehose/films";

    private static final String TEMPLATE =
            """
            Resources:
              Group:
                Type: AWS::Logs::LogGroup
                Properties:
                  LogGroupName: /of/a/stack
                  RetentionInDays: 7
                  Tags: [{Key: team, Value: films}]
              Stream:
                Type: AWS::Logs::LogStream
                Properties: {LogGroupName: !Ref Group, LogStreamName: DestinationDelivery}
              Kept:
                Type: AWS::Logs::LogGroup
                DeletionPolicy: Retain
                Properties: {LogGroupName: /kept}
            Outputs:
              Arn: {Value: !GetAtt Group.Arn}
              Stream: {Value: !Ref Stream}
            """;

    @TempDir Path data;
    private RunningAccount account;
    private CloudWatchLogsClient logs;
    private final long now = Instant.now().toEpochMilli();

    @BeforeEach
    void start() throws Exception {
        account = new RunningAccount(data);
        logs = client(account.root());
    }

    private CloudWatchLogsClient client(AwsCredentials credentials) {
        return account.client(CloudWatchLogsClient.builder(), credentials);
    }

    @AfterEach
    void stop() throws Exception {
        logs.close();
        account.close();
    }

    private void create(String... streams) {
        logs.createLogGroup(create -> create.logGroupName(GROUP));
        for (String stream : streams) {
            logs.createLogStream(create -> create.logGroupName(GROUP).logStreamName(stream));
        }
    }

    private void put(String stream, int from, int to) {
        logs.putLogEvents(put ->
                put.logGroupName(GROUP)
                        .logStreamName(stream)
                        .logEvents(IntStream.range(from, to).mapToObj(this::event).toList()));
    }

    private InputLogEvent event(int number) {
        return InputLogEvent.builder()
                .timestamp(now + number / 2)
                .message("event " + number + " ")
                .build();
    }

    private static List<String> texts(GetLogEventsResponse page) {
        return page.events().stream().map(OutputLogEvent::message).map(String::strip).toList();
    }

    @Test
    void tokensLeadThroughAllEventsInBothDirectionsAndOnToWhatComesLater() {
        create("stream");
        put("stream", 0, 25);
        List<String> backward = new ArrayList<>();
        GetLogEventsResponse last = page(10, Optional.empty());
        GetLogEventsResponse page = last;
        while (!page.events().isEmpty()) {
            backward.addAll(0, texts(page));
            page = page(10, Optional.of(page.nextBackwardToken()));
        }
        assertThat(backward)
                .containsExactlyElementsOf(
                        IntStream.range(0, 25).mapToObj(i -> "event " + i).toList());
        assertThat(page(10, Optional.of(last.nextForwardToken())).nextForwardToken())
                .isEqualTo(last.nextForwardToken());
        put("stream", 25, 27);
        assertThat(texts(page(10, Optional.of(last.nextForwardToken()))))
                .containsExactly("event 25", "event 26");
    }

    private GetLogEventsResponse page(int limit, Optional<String> token) {
        return logs.getLogEvents(get -> {
            get.logGroupName(GROUP).logStreamName("stream").limit(limit);
            token.ifPresent(get::nextToken);
        });
    }

    @Test
    void aSearchGoesThroughAllStreamsInOrderPageByPage() {
        create("one", "two", "other");
        put("one", 0, 20);
        put("two", 20, 40);
        put("other", 40, 60);
        List<FilteredLogEvent> found =
                logs
                        .filterLogEventsPaginator(filter ->
                                filter.logGroupName(GROUP)
                                        .logStreamNames("one", "two")
                                        .filterPattern("event -\"event 7 \"")
                                        .limit(7))
                        .events()
                        .stream()
                        .toList();
        assertThat(found).hasSize(39);
        assertThat(found).extracting(FilteredLogEvent::eventId).doesNotHaveDuplicates().isSorted();
        assertThat(found).extracting(FilteredLogEvent::logStreamName).contains("one", "two");
        assertThat(
                        logs.filterLogEvents(filter ->
                                        filter.logGroupIdentifier(arn(GROUP))
                                                .startTime(now + 5)
                                                .endTime(now + 5))
                                .events())
                .hasSize(2);
    }

    private static String arn(String group) {
        return "arn:aws:logs:us-east-1:000000000000:log-group:" + group;
    }

    @Test
    void groupsAreListedPageByPageWithRetentionAndTags() {
        for (int i = 0; i < 60; i++) {
            int number = i;
            logs.createLogGroup(create ->
                    create.logGroupName("group-%02d".formatted(number))
                            .tags(Map.of("n", "" + number)));
        }
        assertThat(logs.describeLogGroupsPaginator().logGroups()).hasSize(60);
        logs.putRetentionPolicy(put -> put.logGroupName("group-07").retentionInDays(30));
        LogGroup group =
                logs.describeLogGroups(list -> list.logGroupNamePrefix("group-07"))
                        .logGroups()
                        .getFirst();
        assertThat(group.retentionInDays()).isEqualTo(30);
        assertThat(group.arn()).isEqualTo(arn("group-07") + ":*");
        logs.tagResource(tag -> tag.resourceArn(arn("group-07")).tags(Map.of("more", "x")));
        logs.untagResource(untag -> untag.resourceArn(arn("group-07")).tagKeys("n"));
        assertThat(logs.listTagsForResource(list -> list.resourceArn(arn("group-07"))).tags())
                .containsExactly(Map.entry("more", "x"));
        assertThatThrownBy(() ->
                        logs.putRetentionPolicy(
                                put -> put.logGroupName("group-07").retentionInDays(2)))
                .hasMessageContaining("retentionInDays");
    }

    @Test
    void aPolicyOnTheEventsOfOneGroupLetsPutAndReadThereAndNowhereElse() {
        create("stream");
        logs.createLogGroup(create -> create.logGroupName("elsewhere"));
        AwsCredentials writer = account.user("writer");
        account.iam.putUserPolicy(put ->
                put.userName("writer")
                        .policyName("logs")
                        .policyDocument(
                                """
                                {"Version": "2012-10-17", "Statement": [
                                  {"Effect": "Allow", "Action": ["logs:PutLogEvents", "logs:FilterLogEvents"],
                                   "Resource": "%s:*"},
                                  {"Effect": "Allow", "Action": "logs:ListTagsForResource", "Resource": "%s"}]}
                                """
                                        .formatted(arn(GROUP), arn(GROUP))));
        CloudWatchLogsClient permitted = client(writer);
        permitted.putLogEvents(
                put -> put.logGroupName(GROUP).logStreamName("stream").logEvents(event(1)));
        assertThat(permitted.filterLogEvents(filter -> filter.logGroupName(GROUP)).events())
                .hasSize(1);
        permitted.listTagsForResource(list -> list.resourceArn(arn(GROUP)));
        assertThatThrownBy(
                        () -> permitted.filterLogEvents(filter -> filter.logGroupName("elsewhere")))
                .isInstanceOf(CloudWatchLogsException.class)
                .hasMessageContaining(
                        "is not authorized to perform: logs:FilterLogEvents on resource: "
                                + arn("elsewhere")
                                + ":log-stream:");
        assertThatThrownBy(() -> permitted.deleteLogGroup(delete -> delete.logGroupName(GROUP)))
                .hasMessageContaining("logs:DeleteLogGroup");
    }

    @Test
    void whatIsNotThereIsRefusedByName() {
        assertThatThrownBy(() ->
                        logs.startQuery(start ->
                                start.logGroupName("x").startTime(0L).endTime(1L).queryString("x")))
                .hasMessageContaining("Hydrant does not support StartQuery of CloudWatch Logs");
        assertThatThrownBy(() ->
                        logs.createLogGroup(create -> create.logGroupName("x").kmsKeyId("key")))
                .hasMessageContaining("Hydrant does not support kmsKeyId");
        assertThatThrownBy(() -> logs.deleteLogGroup(delete -> delete.logGroupName("x")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aStackHasGroupsAndStreamsAndItsDeletionKeepsWhatIsRetained() {
        Stack stack = account.stack("logs", TEMPLATE);
        assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        assertThat(stack.outputs())
                .extracting(output -> output.outputValue())
                .containsExactlyInAnyOrder(arn("/of/a/stack") + ":*", "DestinationDelivery");
        assertThat(retention()).isEqualTo(7);
        logs.putLogEvents(put ->
                put.logGroupName("/of/a/stack")
                        .logStreamName("DestinationDelivery")
                        .logEvents(event(1)));
        account.cloudFormation.updateStack(update ->
                update.stackName("logs").templateBody(TEMPLATE.replace("InDays: 7", "InDays: 14")));
        assertThat(account.settled("logs").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(retention()).isEqualTo(14);
        assertThat(logs.filterLogEvents(filter -> filter.logGroupName("/of/a/stack")).events())
                .hasSize(1);
        account.cloudFormation.deleteStack(delete -> delete.stackName("logs"));
        assertThat(account.settled(stack.stackId()).stackStatusAsString())
                .isEqualTo("DELETE_COMPLETE");
        assertThat(logs.describeLogGroups().logGroups())
                .extracting(LogGroup::logGroupName)
                .containsExactly("/kept");
    }

    private int retention() {
        return logs.describeLogGroups(list -> list.logGroupNamePrefix("/of/a/stack"))
                .logGroups()
                .getFirst()
                .retentionInDays();
    }
}
