package io.hydrant.server.monitoring;

import io.hydrant.core.alarm.AlarmEvent;
import io.hydrant.core.alarm.AlarmMetric;
import io.hydrant.core.alarm.AlarmSettings;
import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.alarm.MetricAlarm;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.PolyglotOperation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The operations that show alarms.
record AlarmReading(Alarms alarms, MonitoringAccess access) {
    private static final int ALARMS_A_PAGE = 50;
    private static final int EVENTS_A_PAGE = 100;
    private static final String METRIC_ALARM = "MetricAlarm";

    List<PolyglotOperation> all() {
        return List.of(
                new AlarmOperation("DescribeAlarms", this::describe),
                new AlarmOperation("DescribeAlarmsForMetric", this::describeForMetric),
                new AlarmOperation("DescribeAlarmHistory", this::history));
    }

    private ObjectNode describe(RequestMembers asked, Caller caller) {
        asked.only(
                Set.of(
                        "AlarmNames",
                        "AlarmNamePrefix",
                        "AlarmTypes",
                        "StateValue",
                        "ActionPrefix",
                        "MaxRecords",
                        "NextToken"));
        access.require(caller, "DescribeAlarms", alarms.arn("*"), RequestKeys.NONE);
        List<String> names = AlarmRequest.names(asked);
        Optional<String> prefix = asked.text("AlarmNamePrefix");
        if (!names.isEmpty() && prefix.isPresent()) {
            throw AlarmRequest.WRONG.because(
                    "AlarmNamePrefix and AlarmNames are mutually exclusive.");
        }
        Optional<String> state = asked.text("StateValue");
        state.ifPresent(AlarmRequest::state);
        Optional<String> actions = asked.text("ActionPrefix");
        List<MetricAlarm> found =
                alarms.all().stream()
                        .filter(_ -> isWanted(asked))
                        .filter(alarm -> names.isEmpty() || names.contains(alarm.name()))
                        .filter(alarm -> prefix.map(alarm.name()::startsWith).orElse(true))
                        .filter(alarm ->
                                state.map(alarm.state().value().name()::equals).orElse(true))
                        .filter(alarm -> actions.map(alarm.settings()::hasActionLike).orElse(true))
                        .toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putArray("CompositeAlarms");
        page(asked, found, ALARMS_A_PAGE, answer, "MetricAlarms", this::describe);
        return answer;
    }

    /// Only alarms of metrics are wanted by default, and there are no others.
    private static boolean isWanted(RequestMembers asked) {
        List<String> types = asked.texts("AlarmTypes");
        return types.isEmpty() || types.contains(METRIC_ALARM);
    }

    private static <T> void page(
            RequestMembers asked,
            List<T> all,
            int usual,
            ObjectNode answer,
            String name,
            BiConsumer<T, ObjectNode> describe) {
        ObjectNode rest = asked.node().deepCopy();
        rest.remove("NextToken");
        PageToken token = new PageToken(rest.toString());
        int from = token.position(asked.text("NextToken")).map(Integer::parseInt).orElse(0);
        int begin = Math.min(from, all.size());
        int end = Math.min(begin + AlarmRequest.records(asked, usual), all.size());
        ArrayNode items = answer.putArray(name);
        all.subList(begin, end).forEach(each -> describe.accept(each, items.addObject()));
        if (end < all.size()) {
            answer.put("NextToken", token.text(Integer.toString(end)));
        }
    }

    private ObjectNode describeForMetric(RequestMembers asked, Caller caller) {
        asked.only(Set.of("MetricName", "Namespace", "Statistic", "Dimensions", "Period", "Unit"));
        access.require(caller, "DescribeAlarmsForMetric");
        String namespace = asked.required("Namespace");
        String name = asked.required("MetricName");
        Set<AlarmMetric.Dimension> dimensions = Set.copyOf(AlarmRequest.dimensions(asked));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode items = answer.putArray("MetricAlarms");
        alarms.all().stream()
                .filter(alarm -> alarm.settings().metric().namespace().equals(namespace))
                .filter(alarm -> alarm.settings().metric().name().equals(name))
                .filter(alarm ->
                        Set.copyOf(alarm.settings().metric().dimensions()).equals(dimensions))
                .filter(alarm -> isOf(alarm.settings().metric(), asked))
                .forEach(alarm -> describe(alarm, items.addObject()));
        return answer;
    }

    private static boolean isOf(AlarmMetric metric, RequestMembers asked) {
        return asked.text("Statistic").map(metric.statistic()::equals).orElse(true)
                && asked.text("Unit")
                        .map(unit -> metric.unit().equals(Optional.of(unit)))
                        .orElse(true)
                && (asked.number("Period").isEmpty()
                        || asked.number("Period").getAsInt() == metric.periodSeconds());
    }

    private void describe(MetricAlarm alarm, ObjectNode to) {
        AlarmSettings settings = alarm.settings();
        to.put("AlarmName", alarm.name());
        to.put("AlarmArn", alarms.arn(alarm.name()));
        settings.description().ifPresent(text -> to.put("AlarmDescription", text));
        to.putPOJO("AlarmConfigurationUpdatedTimestamp", alarm.configured());
        to.put("ActionsEnabled", settings.actionsEnabled());
        settings.actions().ok().forEach(to.putArray("OKActions")::add);
        settings.actions().alarm().forEach(to.putArray("AlarmActions")::add);
        settings.actions().insufficientData().forEach(to.putArray("InsufficientDataActions")::add);
        to.put("StateValue", alarm.state().value().name());
        to.put("StateReason", alarm.state().reason());
        alarm.state().reasonData().ifPresent(data -> to.put("StateReasonData", data));
        to.putPOJO("StateUpdatedTimestamp", alarm.state().updated());
        describe(settings.metric(), to);
        to.put("EvaluationPeriods", settings.evaluationPeriods());
        settings.datapointsToAlarm().ifPresent(needed -> to.put("DatapointsToAlarm", needed));
        to.put("Threshold", settings.threshold());
        to.put("ComparisonOperator", settings.comparison().wireName());
        settings.treatMissingData()
                .ifPresent(missing -> to.put("TreatMissingData", missing.wireName()));
        to.putPOJO("StateTransitionedTimestamp", alarm.state().transitioned());
    }

    private static void describe(AlarmMetric metric, ObjectNode to) {
        to.put("MetricName", metric.name());
        to.put("Namespace", metric.namespace());
        to.put("Statistic", metric.statistic());
        ArrayNode dimensions = to.putArray("Dimensions");
        metric.dimensions()
                .forEach(each ->
                        dimensions.addObject().put("Name", each.name()).put("Value", each.value()));
        to.put("Period", metric.periodSeconds());
        metric.unit().ifPresent(unit -> to.put("Unit", unit));
    }

    private ObjectNode history(RequestMembers asked, Caller caller) {
        asked.only(
                Set.of(
                        "AlarmName",
                        "AlarmTypes",
                        "HistoryItemType",
                        "StartDate",
                        "EndDate",
                        "MaxRecords",
                        "NextToken",
                        "ScanBy"));
        Optional<String> name = asked.text("AlarmName");
        access.require(
                caller, "DescribeAlarmHistory", alarms.arn(name.orElse("*")), RequestKeys.NONE);
        Optional<String> kind = asked.text("HistoryItemType");
        Optional<Instant> from = asked.text("StartDate").map(_ -> asked.time("StartDate"));
        Optional<Instant> to = asked.text("EndDate").map(_ -> asked.time("EndDate"));
        List<AlarmEvent> found =
                alarms.events().stream()
                        .filter(_ -> isWanted(asked))
                        .filter(event -> name.map(event.alarm()::equals).orElse(true))
                        .filter(event -> kind.map(event.kind().wireName()::equals).orElse(true))
                        .filter(event -> from.map(time -> !event.at().isBefore(time)).orElse(true))
                        .filter(event -> to.map(time -> !event.at().isAfter(time)).orElse(true))
                        .toList();
        boolean isAscending =
                asked.text("ScanBy")
                        .filter(order -> order.equals("TimestampAscending"))
                        .isPresent();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        page(
                asked,
                isAscending ? found.reversed() : found,
                EVENTS_A_PAGE,
                answer,
                "AlarmHistoryItems",
                AlarmReading::describe);
        return answer;
    }

    private static void describe(AlarmEvent event, ObjectNode to) {
        to.put("AlarmName", event.alarm());
        to.put("AlarmType", METRIC_ALARM);
        to.putPOJO("Timestamp", event.at());
        to.put("HistoryItemType", event.kind().wireName());
        to.put("HistorySummary", event.summary());
        to.put("HistoryData", event.data());
    }
}
