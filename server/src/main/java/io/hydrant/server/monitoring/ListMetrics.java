package io.hydrant.server.monitoring;

import io.hydrant.core.history.MetricHistory;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.PolyglotOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The metrics that streams had lately: those of which the history has a value.
record ListMetrics(MetricHistory history, MonitoringAccess access, InstantSource clock)
        implements PolyglotOperation {
    private static final CloudWatchError WRONG = CloudWatchError.INVALID_PARAMETER_VALUE;
    private static final int PAGE = 500;
    private static final Duration RECENTLY = Duration.ofHours(3);

    private static final Set<String> MEMBERS =
            Set.of(
                    "Namespace",
                    "MetricName",
                    "Dimensions",
                    "NextToken",
                    "RecentlyActive",
                    "IncludeLinkedAccounts");

    private record Found(Metric metric, String stream) {}

    @Override
    public String name() {
        return "ListMetrics";
    }

    @Override
    public ObjectNode answer(ObjectNode request, Caller caller) {
        access.require(caller, name());
        RequestMembers asked = RequestMembers.of(request, WRONG).only(MEMBERS);
        ObjectNode rest = request.deepCopy();
        rest.remove("NextToken");
        PageToken token = new PageToken(rest.toString());
        int from = token.position(asked.text("NextToken")).map(Integer::parseInt).orElse(0);
        List<Found> all = found(asked);
        int begin = Math.min(from, all.size());
        int end = Math.min(begin + PAGE, all.size());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode metrics = answer.putArray("Metrics");
        all.subList(begin, end).forEach(each -> describe(each, metrics.addObject()));
        if (end < all.size()) {
            answer.put("NextToken", token.text(Integer.toString(end)));
        }
        return answer;
    }

    private static void describe(Found found, ObjectNode to) {
        to.put("Namespace", found.metric().namespace());
        to.put("MetricName", found.metric().name());
        to.putArray("Dimensions")
                .addObject()
                .put("Name", Metric.DIMENSION)
                .put("Value", found.stream());
    }

    private List<Found> found(RequestMembers asked) {
        Optional<String> namespace = asked.text("Namespace");
        Optional<String> name = asked.text("MetricName");
        List<Metric> wanted =
                Metric.ALL.stream()
                        .filter(metric -> namespace.map(metric.namespace()::equals).orElse(true))
                        .filter(metric -> name.map(metric.name()::equals).orElse(true))
                        .toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        Instant since =
                now.minus(asked.text("RecentlyActive").isPresent() ? RECENTLY : MetricHistory.KEPT);
        List<Found> found = new ArrayList<>();
        List<RequestMembers> filters = asked.structures("Dimensions");
        history.streams(since)
                .forEach((stream, figures) -> {
                    if (isWanted(stream, filters)) {
                        wanted.stream()
                                .filter(metric -> metric.isMadeOf(figures))
                                .forEach(metric -> found.add(new Found(metric, stream)));
                    }
                });
        return found;
    }

    private static boolean isWanted(String stream, List<RequestMembers> filters) {
        return filters.stream()
                .allMatch(filter ->
                        filter.required("Name").equals(Metric.DIMENSION)
                                && filter.text("Value").map(stream::equals).orElse(true));
    }
}
