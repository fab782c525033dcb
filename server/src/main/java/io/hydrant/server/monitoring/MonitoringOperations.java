package io.hydrant.server.monitoring;

import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.history.MetricHistory;
import io.hydrant.core.iam.Authorization;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.PolyglotOperation;
import io.hydrant.server.http.protocol.PolyglotService;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The part of CloudWatch that reads metrics, and alarms. Its other operations are refused by name.
public final class MonitoringOperations {
    private static final List<String> OTHERS =
            List.of(
                    "DeleteDashboards",
                    "DescribeAnomalyDetectors",
                    "GetDashboard",
                    "GetMetricStream",
                    "GetMetricWidgetImage",
                    "ListDashboards",
                    "ListMetricStreams",
                    "ListTagsForResource",
                    "PutAnomalyDetector",
                    "PutCompositeAlarm",
                    "PutDashboard",
                    "PutMetricData",
                    "PutMetricStream",
                    "TagResource",
                    "UntagResource");

    private MonitoringOperations() {}

    /// @param account of the server
    public static PolyglotService service(
            MetricHistory history,
            Alarms alarms,
            Authorization authorizer,
            String account,
            InstantSource clock) {
        MonitoringAccess access = new MonitoringAccess(authorizer, account);
        List<PolyglotOperation> all = new ArrayList<>();
        all.add(new GetMetricData(history, access));
        all.add(new GetMetricStatistics(history, access));
        all.add(new ListMetrics(history, access, clock));
        all.addAll(new AlarmOperations(alarms, access).all());
        all.addAll(new AlarmReading(alarms, access).all());
        OTHERS.forEach(name -> all.add(new NotHere(name)));
        return PolyglotService.of(
                "monitoring",
                "GraniteServiceVersion20100801",
                "2010-08-01",
                "http://monitoring.amazonaws.com/doc/2010-08-01/",
                CloudWatchError.SHAPES,
                all);
    }

    private record NotHere(String name) implements PolyglotOperation {
        @Override
        public ObjectNode answer(ObjectNode request, Caller caller) {
            throw CloudWatchError.INVALID_ACTION.because(
                    "Hydrant does not support %s of CloudWatch; it supports GetMetricData,"
                            + " GetMetricStatistics, ListMetrics and alarms of metrics.",
                    name);
        }
    }
}
