package io.hydrant.core.alarm;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What happened to an alarm, as the JSON that CloudWatch shows beside its summary.
final class AlarmChange {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AlarmChange() {}

    /// @param deed `created`, `updated` or `deleted`
    static String configuration(MetricAlarm alarm, String arn, String deed) {
        ObjectNode change = JSON.createObjectNode();
        change.put("version", "1.0");
        change.put(
                "type",
                Character.toUpperCase(deed.charAt(0)) + deed.substring(1, deed.length() - 1));
        ObjectNode described = change.putObject(deed + "Alarm");
        AlarmSettings settings = alarm.settings();
        described.put("alarmName", alarm.name());
        described.put("alarmArn", arn);
        described.put("namespace", settings.metric().namespace());
        described.put("metricName", settings.metric().name());
        described.put("statistic", settings.metric().statistic());
        described.put("period", settings.metric().periodSeconds());
        described.put("evaluationPeriods", settings.evaluationPeriods());
        settings.datapointsToAlarm()
                .ifPresent(needed -> described.put("datapointsToAlarm", needed));
        described.put("comparisonOperator", settings.comparison().wireName());
        described.put("threshold", settings.threshold());
        described.put("treatMissingData", settings.missing().wireName());
        described.put("actionsEnabled", settings.actionsEnabled());
        return JSON.writeValueAsString(change);
    }

    static String state(AlarmState before, AlarmState after) {
        ObjectNode change = JSON.createObjectNode();
        change.put("version", "1.0");
        describe(before, change.putObject("oldState"));
        describe(after, change.putObject("newState"));
        return JSON.writeValueAsString(change);
    }

    private static void describe(AlarmState state, ObjectNode to) {
        to.put("stateValue", state.value().name());
        to.put("stateReason", state.reason());
        state.reasonData()
                .ifPresent(data -> {
                    try {
                        to.set("stateReasonData", JSON.readTree(data));
                    } catch (JacksonException e) {
                        to.put("stateReasonData", data);
                    }
                });
    }
}
