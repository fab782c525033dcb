package io.hydrant.server.monitoring;

import io.hydrant.core.alarm.AlarmComparison;
import io.hydrant.core.alarm.AlarmMetric;
import io.hydrant.core.alarm.AlarmSettings;
import io.hydrant.core.alarm.AlarmState;
import io.hydrant.core.alarm.MissingData;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Reads requests about alarms.
final class AlarmRequest {
    static final CloudWatchError WRONG = CloudWatchError.VALIDATION;
    private static final int NAME_MAX = 255;
    private static final int NAMES_MAX = 100;

    private static final Set<String> MEMBERS =
            Set.of(
                    "AlarmName",
                    "AlarmDescription",
                    "ActionsEnabled",
                    "OKActions",
                    "AlarmActions",
                    "InsufficientDataActions",
                    "MetricName",
                    "Namespace",
                    "Statistic",
                    "Dimensions",
                    "Period",
                    "Unit",
                    "EvaluationPeriods",
                    "DatapointsToAlarm",
                    "Threshold",
                    "ComparisonOperator",
                    "TreatMissingData");

    private AlarmRequest() {}

    static String name(RequestMembers asked) {
        String name = asked.required("AlarmName");
        if (name.length() > NAME_MAX) {
            throw WRONG.because("AlarmName must not be longer than %d characters.", NAME_MAX);
        }
        return name;
    }

    static List<String> names(RequestMembers asked) {
        List<String> names = asked.texts("AlarmNames");
        if (names.size() > NAMES_MAX) {
            throw WRONG.because(
                    "The collection AlarmNames must not have a size greater than %d.", NAMES_MAX);
        }
        return names;
    }

    /// What Hydrant has no part in is refused by its name: expressions, percentiles, bands of
    /// anomaly detection, tags.
    static AlarmSettings settings(RequestMembers asked) {
        asked.only(MEMBERS);
        return new AlarmSettings(
                asked.text("AlarmDescription"),
                asked.truth("ActionsEnabled", true),
                new AlarmSettings.Actions(
                        asked.texts("OKActions"),
                        asked.texts("AlarmActions"),
                        asked.texts("InsufficientDataActions")),
                metric(asked),
                number(asked, "EvaluationPeriods"),
                asked.number("DatapointsToAlarm"),
                asked.decimal("Threshold"),
                comparison(asked),
                asked.text("TreatMissingData").map(AlarmRequest::missing));
    }

    private static AlarmMetric metric(RequestMembers asked) {
        return new AlarmMetric(
                asked.required("Namespace"),
                asked.required("MetricName"),
                dimensions(asked),
                asked.required("Statistic"),
                number(asked, "Period"),
                asked.text("Unit"));
    }

    static List<AlarmMetric.Dimension> dimensions(RequestMembers asked) {
        return asked.structures("Dimensions").stream()
                .map(each ->
                        new AlarmMetric.Dimension(each.required("Name"), each.required("Value")))
                .toList();
    }

    private static int number(RequestMembers asked, String name) {
        asked.required(name);
        return asked.number(name).orElseThrow();
    }

    private static AlarmComparison comparison(RequestMembers asked) {
        String name = asked.required("ComparisonOperator");
        return AlarmComparison.ofWireName(name)
                .orElseThrow(() ->
                        WRONG.because(
                                "Hydrant does not support the ComparisonOperator %s; it knows %s.",
                                name,
                                Arrays.stream(AlarmComparison.values())
                                        .map(AlarmComparison::wireName)
                                        .toList()));
    }

    private static MissingData missing(String name) {
        return MissingData.ofWireName(name)
                .orElseThrow(() ->
                        WRONG.because(
                                "Option %s is not supported, supported options for TreatMissingData are"
                                        + " [breaching, notBreaching, ignore, missing].",
                                name));
    }

    static AlarmState.Value state(String name) {
        return Arrays.stream(AlarmState.Value.values())
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        WRONG.because(
                                "1 validation error detected: Value '%s' at 'stateValue' failed to satisfy"
                                        + " constraint: Member must satisfy enum value set:"
                                        + " [INSUFFICIENT_DATA, ALARM, OK]",
                                name));
    }

    /// How many are answered at once.
    static int records(RequestMembers asked, int otherwise) {
        OptionalInt wanted = asked.number("MaxRecords");
        int records = wanted.orElse(otherwise);
        if (records < 1 || records > 100) {
            throw WRONG.because("MaxRecords must be 1 to 100, but is %d.", records);
        }
        return records;
    }
}
