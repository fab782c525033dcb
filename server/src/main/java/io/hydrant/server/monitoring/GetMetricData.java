package io.hydrant.server.monitoring;

import io.hydrant.core.history.MetricHistory;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.PolyglotOperation;
import io.hydrant.server.monitoring.Statistics.Kind;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Several metrics at once, page by page. Expressions are refused.
record GetMetricData(MetricHistory history, MonitoringAccess access) implements PolyglotOperation {
    private static final CloudWatchError WRONG = CloudWatchError.VALIDATION;
    private static final int QUERIES_MAX = 500;
    private static final int POINTS_MAX = 100_800;

    private static final Set<String> MEMBERS =
            Set.of(
                    "MetricDataQueries",
                    "StartTime",
                    "EndTime",
                    "NextToken",
                    "ScanBy",
                    "MaxDatapoints",
                    "LabelOptions");

    /// What of a query is in the answer.
    ///
    /// @param isReturned whether it is at all
    private record Query(String id, String label, Series series, Kind kind, boolean isReturned) {}

    /// Where a page begins: at this value of this query.
    private record Position(int query, int point) {
        static Position of(String text) {
            int comma = text.indexOf(',');
            return new Position(
                    Integer.parseInt(text.substring(0, comma)),
                    Integer.parseInt(text.substring(comma + 1)));
        }

        String text() {
            return query + "," + point;
        }
    }

    @Override
    public String name() {
        return "GetMetricData";
    }

    @Override
    public ObjectNode answer(ObjectNode request, Caller caller) {
        access.require(caller, name());
        RequestMembers asked = RequestMembers.of(request, WRONG).only(MEMBERS);
        Asked.Span span = Asked.span(asked, WRONG);
        List<Query> queries = queries(asked, span);
        boolean isAscending = isAscending(asked);
        int room = room(asked);
        ObjectNode rest = request.deepCopy();
        rest.remove("NextToken");
        PageToken token = new PageToken(rest.toString());
        Position from =
                token.position(asked.text("NextToken"))
                        .map(Position::of)
                        .orElse(new Position(0, 0));
        return page(queries, from, room, isAscending, token);
    }

    private ObjectNode page(
            List<Query> queries, Position from, int room, boolean isAscending, PageToken token) {
        Series.Reader reader = new Series.Reader(history);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode results = answer.putArray("MetricDataResults");
        int left = room;
        int skipped = from.point();
        for (int i = from.query(); i < queries.size(); i++) {
            Query query = queries.get(i);
            SortedMap<Instant, Statistics> values = query.series().values(reader);
            if (!query.isReturned()) {
                continue;
            }
            if (left == 0 && !values.isEmpty()) {
                answer.put("NextToken", token.text(new Position(i, 0).text()));
                return answer;
            }
            int end = (int) Math.min(values.size(), (long) skipped + left);
            boolean isWhole = end == values.size();
            add(query, inOrder(values, isAscending), skipped, end, isWhole, results.addObject());
            left -= Math.max(0, end - skipped);
            skipped = 0;
            if (!isWhole) {
                answer.put("NextToken", token.text(new Position(i, end).text()));
                return answer;
            }
        }
        answer.putArray("Messages");
        return answer;
    }

    private static SortedMap<Instant, Statistics> inOrder(
            SortedMap<Instant, Statistics> values, boolean isAscending) {
        return isAscending ? values : new TreeMap<>(values).reversed();
    }

    private static void add(
            Query query,
            SortedMap<Instant, Statistics> values,
            int from,
            int to,
            boolean isWhole,
            ObjectNode result) {
        result.put("Id", query.id());
        result.put("Label", query.label());
        ArrayNode times = result.putArray("Timestamps");
        ArrayNode numbers = result.putArray("Values");
        int at = 0;
        for (var point : values.entrySet()) {
            if (at >= from && at < to) {
                times.addPOJO(point.getKey());
                numbers.add(point.getValue().value(query.kind()));
            }
            at++;
        }
        result.put("StatusCode", isWhole ? "Complete" : "PartialData");
    }

    private static List<Query> queries(RequestMembers asked, Asked.Span span) {
        List<RequestMembers> given = asked.structures("MetricDataQueries");
        if (given.isEmpty()) {
            throw WRONG.because("The parameter MetricDataQueries is required.");
        }
        if (given.size() > QUERIES_MAX) {
            throw WRONG.because(
                    "The collection MetricDataQueries must not have a size greater than %d.",
                    QUERIES_MAX);
        }
        Set<String> ids = new HashSet<>();
        return given.stream()
                .map(each -> {
                    Query query = query(each, span);
                    if (!ids.add(query.id())) {
                        throw WRONG.because(
                                "The values for parameter id in MetricDataQueries are not unique.");
                    }
                    return query;
                })
                .toList();
    }

    private static Query query(RequestMembers query, Asked.Span span) {
        String id = query.required("Id");
        if (!id.matches("[a-z][a-zA-Z0-9_]{0,254}")) {
            throw WRONG.because(
                    "The value %s for parameter %sId is not matching the expected pattern"
                            + " ^[a-z][a-zA-Z0-9_]*$.",
                    id, query.path());
        }
        if (query.text("Expression").isPresent()) {
            throw WRONG.because(
                    "Hydrant does not support the parameter %sExpression: ask for metrics by MetricStat.",
                    query.path());
        }
        query.only(Set.of("Id", "MetricStat", "Label", "ReturnData", "AccountId"));
        RequestMembers wanted =
                query.structure("MetricStat")
                        .orElseThrow(() ->
                                WRONG.because(
                                        "The parameter %sMetricStat is required.", query.path()))
                        .only(Set.of("Metric", "Period", "Stat", "Unit"));
        RequestMembers metric =
                wanted.structure("Metric")
                        .orElseThrow(() ->
                                WRONG.because("The parameter %sMetric is required.", wanted.path()))
                        .only(Set.of("Namespace", "MetricName", "Dimensions"));
        String name = metric.required("MetricName");
        Optional<Metric> known =
                Metric.find(metric.required("Namespace"), name)
                        .filter(found ->
                                wanted.text("Unit").map(found.unit()::equals).orElse(true));
        Series series =
                new Series(
                        known,
                        Series.stream(metric.structures("Dimensions")),
                        Asked.period(wanted),
                        span.from(),
                        span.to());
        Kind kind = GetMetricStatistics.kind(wanted.required("Stat"), WRONG);
        String label = query.text("Label").orElse(name);
        return new Query(id, label, series, kind, query.truth("ReturnData", true));
    }

    private static boolean isAscending(RequestMembers asked) {
        String order = asked.text("ScanBy").orElse("TimestampDescending");
        return switch (order) {
            case "TimestampAscending" -> true;
            case "TimestampDescending" -> false;
            default ->
                    throw WRONG.because(
                            "The parameter ScanBy must be TimestampDescending or TimestampAscending, but is %s.",
                            order);
        };
    }

    private static int room(RequestMembers asked) {
        int room = asked.number("MaxDatapoints").orElse(POINTS_MAX);
        if (room < 1 || room > POINTS_MAX) {
            throw WRONG.because(
                    "The parameter MaxDatapoints must be 1 to %d, but is %d.", POINTS_MAX, room);
        }
        return room;
    }
}
