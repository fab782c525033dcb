package io.hydrant.server.monitoring;

import io.hydrant.core.history.MetricHistory;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.PolyglotOperation;
import io.hydrant.server.monitoring.Statistics.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One metric's statistics over some time.
record GetMetricStatistics(MetricHistory history, MonitoringAccess access)
        implements PolyglotOperation {
    private static final CloudWatchError WRONG = CloudWatchError.INVALID_PARAMETER_VALUE;
    private static final int POINTS_MAX = 1440;

    private static final Set<String> MEMBERS =
            Set.of(
                    "Namespace",
                    "MetricName",
                    "Dimensions",
                    "StartTime",
                    "EndTime",
                    "Period",
                    "Statistics",
                    "Unit");

    @Override
    public String name() {
        return "GetMetricStatistics";
    }

    @Override
    public ObjectNode answer(ObjectNode request, Caller caller) {
        access.require(caller, name());
        RequestMembers asked = RequestMembers.of(request, WRONG).only(MEMBERS);
        String namespace = asked.required("Namespace");
        String name = asked.required("MetricName");
        Asked.Span span = Asked.span(asked, WRONG);
        Optional<Metric> metric =
                Metric.find(namespace, name)
                        .filter(found -> asked.text("Unit").map(found.unit()::equals).orElse(true));
        List<Kind> kinds = kinds(asked);
        Series series =
                new Series(
                        metric,
                        Series.stream(asked.structures("Dimensions")),
                        Asked.period(asked),
                        span.from(),
                        span.to());
        if (series.pointsMax() > POINTS_MAX) {
            throw CloudWatchError.INVALID_PARAMETER_COMBINATION.because(
                    "You have requested up to %,d datapoints, which exceeds the limit of %,d. You may reduce"
                            + " the datapoints requested by increasing Period, or decreasing the time range.",
                    series.pointsMax(), POINTS_MAX);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("Label", name);
        ArrayNode points = answer.putArray("Datapoints");
        series.values(new Series.Reader(history))
                .forEach((time, values) -> {
                    ObjectNode point = points.addObject();
                    point.putPOJO("Timestamp", time);
                    kinds.forEach(kind -> point.put(kind.name(), values.value(kind)));
                    point.put("Unit", metric.orElseThrow().unit());
                });
        return answer;
    }

    private static List<Kind> kinds(RequestMembers asked) {
        List<String> names = asked.texts("Statistics");
        if (names.isEmpty()) {
            throw CloudWatchError.INVALID_PARAMETER_COMBINATION.because(
                    "At least one of the parameters Statistics and ExtendedStatistics must be specified; of"
                            + " these Hydrant supports Statistics.");
        }
        return names.stream().map(name -> kind(name, WRONG)).distinct().toList();
    }

    static Kind kind(String name, CloudWatchError error) {
        return Kind.of(name)
                .orElseThrow(() ->
                        error.because(
                                "Hydrant does not support the statistic %s; it knows SampleCount, Average, Sum,"
                                        + " Minimum and Maximum.",
                                name));
    }
}
