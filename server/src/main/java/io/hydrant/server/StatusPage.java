package io.hydrant.server;

import io.hydrant.aws.Arn;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.delivery.DeliveryError;
import io.hydrant.core.delivery.Expired;
import io.hydrant.core.delivery.StreamStatus;
import io.hydrant.core.errorlog.ErrorLog;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.StreamMeter;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.StreamKeys;
import io.hydrant.server.cluster.Cluster;
import io.hydrant.server.cluster.ClusterNode;
import io.hydrant.server.cluster.Seen;
import io.hydrant.server.cluster.Sight;
import io.hydrant.server.cluster.StreamReport;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/_hydrant/status`: what every stream's delivery is at, as JSON. Shows the streams that the
/// caller may describe, of these what a [StatusQuery] asks for, and whether those are all. Where
/// nodes share the streams, each shows all of them, and whoever may describe all of them sees the
/// nodes, too.
final class StatusPage implements HydrantPage {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DeliveryStreams streams;
    private final Sight sight;
    private final Authorizer authorizer;
    private final InstantSource clock;
    private final Optional<Cluster> cluster;
    private final ErrorLog errors;

    /// For how long another node may be waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    StatusPage(
            DeliveryStreams streams,
            Sight sight,
            Authorizer authorizer,
            InstantSource clock,
            Optional<Cluster> cluster,
            ErrorLog errors) {
        this.errors = errors;
        this.streams = streams;
        this.sight = sight;
        this.authorizer = authorizer;
        this.clock = clock;
        this.cluster = cluster;
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) throws IOException {
        Caller who =
                caller.orElseThrow(() ->
                        new ServiceException(
                                403,
                                "MissingAuthenticationTokenException",
                                "Missing Authentication Token"));
        StatusQuery query = StatusQuery.of(head.rawQuery());
        ObjectNode page = JSON.createObjectNode();
        boolean isComplete = mayDescribe(who, streams.arn("*"), RequestKeys.NONE);
        page.put("complete", isComplete);
        List<DeliveryStream> wanted =
                streams.all().stream()
                        .filter(query::takes)
                        .filter(stream -> mayDescribe(who, stream.arn(), StreamKeys.of(stream)))
                        .toList();
        List<StatusQuery.Found> found =
                (query.isFresh() ? fresh(wanted) : found(wanted))
                        .stream().sorted(query.comparator()).toList();
        page.put("total", found.size());
        page.put("troubled", found.stream().filter(each -> each.seen().isTroubled()).count());
        page.put(
                "backlogBytes", found.stream().mapToLong(each -> each.seen().backlogBytes()).sum());
        ArrayNode all = page.putArray("streams");
        found.stream().limit(query.limit()).forEach(shown -> describe(shown, all.addObject()));
        cluster.filter(_ -> isComplete).ifPresent(nodes -> NodesDocument.add(nodes, page));
        return Reply.json(200, page + "\n");
    }

    private List<StatusQuery.Found> found(List<DeliveryStream> wanted) {
        Function<DeliveryStream, Seen> eye =
                cluster.isPresent() ? cluster.get().sight() : sight::here;
        return wanted.stream()
                .map(stream -> new StatusQuery.Found(stream, eye.apply(stream)))
                .toList();
    }

    /// @throws ServiceException when nobody tells how it is now: what was known before would not do
    private List<StatusQuery.Found> fresh(List<DeliveryStream> wanted) throws IOException {
        if (cluster.isEmpty()) {
            return found(wanted);
        }
        List<StatusQuery.Found> all = new ArrayList<>();
        for (DeliveryStream stream : wanted) {
            Seen seen =
                    cluster.get()
                            .fresh(stream, PATIENCE)
                            .orElseThrow(() ->
                                    new ServiceException(
                                            503, "ServiceUnavailable", untold(stream)));
            all.add(new StatusQuery.Found(stream, seen));
        }
        return all;
    }

    private String untold(DeliveryStream stream) {
        Seen last = cluster.orElseThrow().sight().apply(stream);
        String who =
                last.nobody()
                        .orElseGet(() ->
                                last.nodes().isEmpty()
                                        ? "No node has taken it up yet."
                                        : names(last) + " has not answered.");
        return "Nobody says what %s is at now. %s Ask again in some seconds."
                .formatted(stream.name(), who);
    }

    private boolean mayDescribe(Caller caller, Arn stream, RequestKeys keys) {
        return authorizer.allows(
                caller.asks(
                        "firehose:DescribeDeliveryStream",
                        stream.toString(),
                        keys,
                        stream.account()));
    }

    private void describe(StatusQuery.Found found, ObjectNode to) {
        DeliveryStream stream = found.stream();
        to.put("name", stream.name());
        to.put("status", stream.status().name());
        to.put("log", stream.logId());
        to.put("place", stream.destination().place());
        to.put("sizeHintBytes", stream.destination().bufferingHints().sizeBytes());
        to.put("intervalSeconds", stream.destination().bufferingHints().interval().toSeconds());
        describe(stream, found.seen(), to);
        if (isLogged(stream)) {
            describeErrorLog(stream, to.putObject("errorLog"));
        }
        if (!found.seen().shards().isEmpty()) {
            ArrayNode shards = to.putArray("shards");
            found.seen()
                    .shards()
                    .forEach((log, seen) ->
                            describe(stream, seen, shards.addObject().put("log", log)));
        }
    }

    private static boolean isLogged(DeliveryStream stream) {
        return stream.destination().logging().enabled()
                || stream.destination().backup().filter(it -> it.logging().enabled()).isPresent();
    }

    /// What became of the errors that were to be written into the stream's log groups, since the
    /// start.
    private void describeErrorLog(DeliveryStream stream, ObjectNode to) {
        Optional<StreamMeter> meter = sight.meters().find(stream.logId());
        to.put("written", counted(meter, Figure.ERROR_EVENTS));
        to.put("repeated", counted(meter, Figure.REPEATED_ERRORS));
        to.put("lost", counted(meter, Figure.LOST_ERROR_EVENTS));
        errors.trouble(stream).ifPresent(reason -> to.put("trouble", reason));
    }

    private static long counted(Optional<StreamMeter> meter, Figure figure) {
        return meter.map(known -> known.counted(figure)).orElse(0L);
    }

    private void describe(DeliveryStream stream, Seen seen, ObjectNode to) {
        if (!seen.nodes().isEmpty()) {
            to.put("node", names(seen));
        }
        seen.asOf().ifPresent(asOf -> to.put("asOf", asOf.toString()));
        seen.nobody().ifPresent(why -> to.put("nobody", why));
        seen.report()
                .ifPresent(report -> {
                    describe(report.status(), to);
                    tellLastFailure(report, to);
                    stream.forBackup().ifPresent(backup -> describe(backup, report.status(), to));
                });
    }

    private static String names(Seen seen) {
        return seen.nodes().stream()
                .map(ClusterNode::name)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /// The backup has figures, and troubles, of its own.
    private void describe(DeliveryStream backup, StreamStatus status, ObjectNode to) {
        ObjectNode of = to.putObject("backup");
        of.put("place", backup.destination().place());
        of.put("sizeHintBytes", backup.destination().bufferingHints().sizeBytes());
        of.put("intervalSeconds", backup.destination().bufferingHints().interval().toSeconds());
        status.backup()
                .ifPresent(known -> {
                    known.figures().ifPresent(figures -> describe(figures, of));
                    of.put("failures", known.failures());
                    known.lastDelivery().ifPresent(last -> describe(last, of));
                    known.lastError().ifPresent(error -> describe(error, of));
                });
    }

    /// Figures that nobody knows are not there: 0 would say something else.
    private void describe(StreamStatus status, ObjectNode to) {
        status.figures().ifPresent(figures -> describe(figures, to));
        status.stopped().ifPresent(reason -> to.put("stopped", reason));
        status.recordsInFiles().ifPresent(records -> to.put("recordsInFiles", records));
        status.nextDue().ifPresent(due -> to.put("nextDue", due.toString()));
        to.put("failures", status.failures());
        status.refusal().ifPresent(reason -> to.put("refusal", reason));
        status.lastDelivery().ifPresent(last -> describe(last, to));
        status.lastError().ifPresent(error -> describe(error, to));
    }

    /// Of processing, since the start of the node: why records are in error objects.
    private static void tellLastFailure(StreamReport report, ObjectNode to) {
        if (to.get("processed") instanceof ObjectNode processed) {
            report.lastFailure()
                    .ifPresent(failure ->
                            processed
                                    .putObject("lastFailure")
                                    .put("time", failure.at().toString())
                                    .put("code", failure.code())
                                    .put("message", failure.line()));
        }
    }

    private static void describe(StreamStatus.DeliveredObject delivery, ObjectNode to) {
        to.putObject("lastDelivery")
                .put("time", delivery.at().toString())
                .put("bucket", delivery.bucket())
                .put("key", delivery.key())
                .put("records", delivery.records())
                .put("bytes", delivery.payloadBytes())
                .put("cut", delivery.reason().word());
    }

    private static void describe(DeliveryError error, ObjectNode to) {
        to.putObject("lastError")
                .put("time", error.at().toString())
                .put("code", error.code())
                .put("message", error.message())
                .put("bucket", error.bucket())
                .put("key", error.key());
    }

    private void describe(StreamStatus.Figures figures, ObjectNode to) {
        to.put("bufferedBytes", figures.bufferedBytes());
        to.put("bufferedRecords", figures.bufferedRecords());
        to.put(
                "bufferAgeSeconds",
                figures.bufferOldestArrival().map(this::secondsSince).orElse(0.0));
        to.put("backlogBytes", figures.backlogBytes());
        to.put("backlogRecords", figures.backlogRecords());
        figures.oldestArrival()
                .ifPresent(oldest -> to.put("oldestAgeSeconds", secondsSince(oldest)));
        to.put("deliveredRecords", figures.deliveredRecords());
        to.put("deliveredObjects", figures.deliveredObjects());
        to.put("fromPosition", figures.from());
        figures.processed()
                .ifPresent(processed ->
                        to.putObject("processed")
                                .put("records", processed.records())
                                .put("dropped", processed.dropped())
                                .put("failures", processed.failures()));
        describe(figures.expired(), to.putObject("expired"));
    }

    private static void describe(Expired expired, ObjectNode to) {
        to.put("records", expired.records());
        to.put("bytes", expired.bytes());
        to.put("unlistedRecords", expired.unlistedRecords());
        to.put("unlistedBefore", expired.unlistedBefore());
        ArrayNode ranges = to.putArray("ranges");
        for (Expired.Range range : expired.ranges()) {
            ranges.addObject()
                    .put("first", range.first())
                    .put("last", range.last())
                    .put("bytes", range.bytes())
                    .put("oldestArrival", range.oldestArrival().toString())
                    .put("mayBeStored", range.mayBeStored());
        }
    }

    private double secondsSince(Instant time) {
        return Math.max(0, Duration.between(time, clock.instant()).toMillis() / 1000.0);
    }
}
