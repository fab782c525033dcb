package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Wait;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/// Alarms by the SDK and in templates.
class AlarmsTest {
    private static final String ACTION = "arn:aws:sns:us-east-1:000000000000:operators";

    private static final Dimension FILMS =
            Dimension.builder().name("DeliveryStreamName").value("films").build();

    private static final String TEMPLATE =
            """
            Parameters: {Limit: {Type: Number}}
            Resources:
              Late:
                Type: AWS::CloudWatch::Alarm
                Properties:
                  AlarmDescription: Delivery is late
                  Namespace: AWS/Firehose
                  MetricName: DeliveryToS3.DataFreshness
                  Dimensions: [{Name: DeliveryStreamName, Value: films}]
                  Statistic: Maximum
                  Period: 300
                  EvaluationPeriods: 2
                  Threshold: !Ref Limit
                  ComparisonOperator: GreaterThanThreshold
                  TreatMissingData: notBreaching
            Outputs:
              Name: {Value: !Ref Late}
              Arn: {Value: !GetAtt Late.Arn}
            """;

    @TempDir Path data;
    private RunningAccount account;
    private CloudWatchClient cloudWatch;

    @BeforeEach
    void start() throws Exception {
        account = new RunningAccount(data);
        cloudWatch = account.client(CloudWatchClient.builder(), account.root());
    }

    @AfterEach
    void stop() {
        cloudWatch.close();
        account.close();
    }

    private static PutMetricAlarmRequest.Builder alarm(String name) {
        return PutMetricAlarmRequest.builder()
                .alarmName(name)
                .namespace("AWS/Firehose")
                .metricName("IncomingRecords")
                .dimensions(FILMS)
                .statistic(Statistic.SUM)
                .period(60)
                .evaluationPeriods(3)
                .threshold(0.5)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD);
    }

    private void put(PutMetricAlarmRequest.Builder alarm) {
        cloudWatch.putMetricAlarm(alarm.build());
    }

    private MetricAlarm described(String name) {
        return cloudWatch.describeAlarms(all -> all.alarmNames(name)).metricAlarms().getFirst();
    }

    @Test
    void anAlarmIsShownAsItWasPutAndChangedAndDeleted() {
        put(alarm("busy").datapointsToAlarm(2).alarmDescription("many").treatMissingData("ignore"));
        MetricAlarm shown = described("busy");
        assertThat(shown.alarmArn())
                .isEqualTo("arn:aws:cloudwatch:us-east-1:000000000000:alarm:busy");
        assertThat(shown.stateValue()).isEqualTo(StateValue.INSUFFICIENT_DATA);
        assertThat(shown.threshold()).isEqualTo(0.5);
        assertThat(shown.datapointsToAlarm()).isEqualTo(2);
        assertThat(shown.treatMissingData()).isEqualTo("ignore");
        assertThat(shown.actionsEnabled()).isTrue();
        assertThat(shown.dimensions()).hasSize(1);
        cloudWatch.setAlarmState(set ->
                set.alarmName("busy")
                        .stateValue(StateValue.ALARM)
                        .stateReason("a try")
                        .stateReasonData("{\"by\":\"hand\"}"));
        put(alarm("busy").threshold(7.0)); // the state stays
        assertThat(described("busy").stateValue()).isEqualTo(StateValue.ALARM);
        assertThat(described("busy").threshold()).isEqualTo(7);
        assertThat(described("busy").datapointsToAlarm()).isNull();
        cloudWatch.deleteAlarms(delete -> delete.alarmNames("busy", "never was"));
        assertThat(cloudWatch.describeAlarms().metricAlarms()).isEmpty();
        List<AlarmHistoryItem> history =
                cloudWatch.describeAlarmHistory(all -> all.alarmName("busy")).alarmHistoryItems();
        assertThat(history)
                .extracting(AlarmHistoryItem::historySummary)
                .containsExactly(
                        "Alarm \"busy\" deleted",
                        "Alarm \"busy\" updated",
                        "Alarm updated from INSUFFICIENT_DATA to ALARM",
                        "Alarm \"busy\" created");
        assertThat(history.get(2).historyData())
                .contains("\"newState\":{\"stateValue\":\"ALARM\",\"stateReason\":\"a try\"");
    }

    @Test
    void alarmsAreFoundByNamePrefixStateAndMetricPageByPage() {
        IntStream.range(0, 5).forEach(i -> put(alarm("a" + i)));
        put(alarm("b").period(120));
        cloudWatch.setAlarmState(
                set -> set.alarmName("a3").stateValue(StateValue.OK).stateReason("fine"));
        assertThat(
                        cloudWatch
                                .describeAlarmsPaginator(
                                        all -> all.alarmNamePrefix("a").maxRecords(2))
                                .metricAlarms())
                .extracting(MetricAlarm::alarmName)
                .containsExactly("a0", "a1", "a2", "a3", "a4");
        assertThat(cloudWatch.describeAlarms(all -> all.stateValue(StateValue.OK)).metricAlarms())
                .hasSize(1);
        assertThat(
                        cloudWatch
                                .describeAlarmsForMetric(metric ->
                                        metric.namespace("AWS/Firehose")
                                                .metricName("IncomingRecords")
                                                .period(120)
                                                .dimensions(FILMS))
                                .metricAlarms())
                .extracting(MetricAlarm::alarmName)
                .containsExactly("b");
        assertThat(
                        cloudWatch
                                .describeAlarmsForMetric(metric ->
                                        metric.namespace("AWS/Firehose")
                                                .metricName("IncomingRecords"))
                                .metricAlarms())
                .isEmpty();
    }

    @Test
    void whatIsNotDoneIsRefusedByItsName() {
        assertThatThrownBy(() -> put(alarm("busy").alarmActions(ACTION)))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining("Hydrant carries out no actions of alarms.");
        put(alarm("busy").alarmActions(ACTION).actionsEnabled(false));
        assertThat(described("busy").alarmActions()).containsExactly(ACTION);
        assertThatThrownBy(() -> cloudWatch.enableAlarmActions(all -> all.alarmNames("busy")))
                .hasMessageContaining("Hydrant carries out no actions of alarms.");
        put(alarm("quiet"));
        cloudWatch.disableAlarmActions(all -> all.alarmNames("quiet"));
        assertThat(described("quiet").actionsEnabled()).isFalse();
        cloudWatch.enableAlarmActions(all -> all.alarmNames("quiet"));
        assertThat(described("quiet").actionsEnabled()).isTrue();
        assertThatThrownBy(
                        () -> put(alarm("busy").statistic((String) null).extendedStatistic("p99")))
                .hasMessageContaining("ExtendedStatistic");
        assertThatThrownBy(() -> put(alarm("busy").period(10))).hasMessageContaining("Period");
        assertThatThrownBy(() -> put(alarm("busy").datapointsToAlarm(4)))
                .hasMessageContaining("DatapointsToAlarm");
        assertThatThrownBy(() ->
                        put(
                                alarm("busy")
                                        .comparisonOperator(
                                                ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD)))
                .hasMessageContaining("GreaterThanUpperThreshold");
        assertThatThrownBy(() -> put(alarm("busy").tags(Tag.builder().key("a").value("b").build())))
                .hasMessageContaining("Tags");
        assertThatThrownBy(() ->
                        cloudWatch.setAlarmState(set ->
                                set.alarmName("none").stateValue(StateValue.OK).stateReason("x")))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining("Could not find the alarm none");
        assertThatThrownBy(() ->
                        cloudWatch.setAlarmState(set ->
                                set.alarmName("busy")
                                        .stateValue(StateValue.OK)
                                        .stateReason("x")
                                        .stateReasonData("{")))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining("not valid JSON");
    }

    @Test
    void whoMayNotDoesNothing() {
        put(alarm("busy"));
        try (CloudWatchClient stranger =
                account.client(CloudWatchClient.builder(), account.user("ana"))) {
            account.iam.putUserPolicy(put ->
                    put.userName("ana")
                            .policyName("own")
                            .policyDocument(
                                    """
                                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"cloudwatch:*",
                                     "Resource":"arn:aws:cloudwatch:us-east-1:000000000000:alarm:ana-*"}}
                                    """));
            stranger.putMetricAlarm(alarm("ana-1").build());
            assertThatThrownBy(() -> stranger.putMetricAlarm(alarm("busy").build()))
                    .hasMessageContaining("cloudwatch:PutMetricAlarm");
            assertThatThrownBy(() -> stranger.deleteAlarms(all -> all.alarmNames("ana-1", "busy")))
                    .hasMessageContaining("cloudwatch:DeleteAlarms");
            assertThatThrownBy(stranger::describeAlarms)
                    .hasMessageContaining("cloudwatch:DescribeAlarms");
        }
        assertThat(cloudWatch.describeAlarms().metricAlarms()).hasSize(2);
    }

    @Test
    void templatesHaveAlarms() {
        Stack stack = stack("CREATE", "60");
        assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        String name = output(stack, "Name");
        assertThat(name).startsWith("watch-Late-");
        assertThat(described(name).alarmArn()).isEqualTo(output(stack, "Arn"));
        assertThat(described(name).threshold()).isEqualTo(60);
        assertThat(stack("UPDATE", "90.5").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(described(name).threshold()).isEqualTo(90.5);
        account.cloudFormation.deleteStack(delete -> delete.stackName("watch"));
        Wait.seconds(30)
                .until(
                        "the alarm is gone",
                        () -> cloudWatch.describeAlarms().metricAlarms(),
                        List::isEmpty);
    }

    private Stack stack(String deed, String limit) {
        if (deed.equals("CREATE")) {
            account.cloudFormation.createStack(create ->
                    create.stackName("watch").templateBody(TEMPLATE).parameters(limit(limit)));
        } else {
            account.cloudFormation.updateStack(update ->
                    update.stackName("watch").templateBody(TEMPLATE).parameters(limit(limit)));
        }
        return account.settled("watch");
    }

    private static Parameter limit(String value) {
        return Parameter.builder().parameterKey("Limit").parameterValue(value).build();
    }

    private static String output(Stack stack, String key) {
        return stack.outputs().stream()
                .filter(output -> output.outputKey().equals(key))
                .findFirst()
                .orElseThrow()
                .outputValue();
    }
}
