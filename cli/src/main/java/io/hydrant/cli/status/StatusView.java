package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.core.delivery.Expired;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.services.firehose.model.BufferingHints;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Shows what streams are at, a paragraph each.
public final class StatusView {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Console console;
    private final boolean json;

    public StatusView(Console console, boolean json) {
        this.console = console;
        this.json = json;
    }

    public void show(ServerStatus.Stream stream) {
        if (json) {
            console.line(JSON.writeValueAsString(stream));
            return;
        }
        String stopped = stream.stopped().isPresent() ? console.bad(", has stopped") : "";
        console.line(console.bold(stream.name()) + "  " + stream.status() + stopped);
        line("buffer", bufferOf(stream));
        line(
                "backlog",
                stream.backlog()
                        .map(backlog ->
                                "%s, %s acknowledged and not yet delivered"
                                        .formatted(
                                                Figures.count(backlog.records(), "record"),
                                                Figures.bytes(backlog.bytes())))
                        .orElseGet(() -> unknownBacklog(stream)));
        line(
                "delivered",
                stream.deliveredRecords()
                        .map(records ->
                                "%s in %s"
                                        .formatted(
                                                Figures.count(records, "record"),
                                                Figures.count(
                                                        stream.deliveredObjects().orElse(0L),
                                                        "object")))
                        .orElseGet(() -> unknown(stream)));
        stream.refusal()
                .ifPresent(reason -> line("refuses", console.bad("new records: " + reason)));
        stream.expired().filter(expired -> expired.records() > 0).ifPresent(this::show);
        stream.lastDelivery().ifPresent(this::show);
        stream.lastError().ifPresent(this::show);
    }

    /// A stream that has stopped stays so; any other is known in a moment.
    private static String unknown(ServerStatus.Stream stream) {
        return stream.stopped().isPresent() ? "unknown" : "not known yet";
    }

    private static String unknownBacklog(ServerStatus.Stream stream) {
        return unknown(stream)
                + stream.recordsInFiles()
                        .map(records ->
                                "; the files of its log hold %s, of which some may be delivered"
                                        .formatted(Figures.count(records, "record")))
                        .orElse("");
    }

    /// `7.4 KiB of 1.00 MiB, 12 s of 60 s`
    public static String bufferOf(ServerStatus.Stream stream) {
        return stream.buffered()
                .map(buffered ->
                        "%s of %s, %.0f s of %d s (%s)"
                                .formatted(
                                        Figures.bytes(buffered.bytes()),
                                        Figures.bytes(stream.sizeHintBytes()),
                                        stream.bufferAgeSeconds().orElse(0.0),
                                        stream.intervalSeconds(),
                                        Figures.count(buffered.records(), "record")))
                .orElseGet(() -> unknown(stream));
    }

    private void show(ServerStatus.Delivery delivery) {
        line(
                "last delivery",
                "%s, %s, %s, cut by %s"
                        .formatted(
                                TIME.format(delivery.time()),
                                Figures.count(delivery.records(), "record"),
                                Figures.bytes(delivery.bytes()),
                                delivery.cut()));
        line("", "s3://" + delivery.bucket() + "/" + delivery.key());
    }

    private void show(Expired expired) {
        line(
                "given up",
                console.bad(
                        "%s, %s: older than the retention while the destination failed"
                                .formatted(
                                        Figures.count(expired.records(), "record"),
                                        Figures.bytes(expired.bytes()))));
        if (!expired.ranges().isEmpty()) {
            Expired.Range last = expired.ranges().getLast();
            line(
                    "",
                    "the last ones at positions %,d to %,d, the oldest of them from %s"
                            .formatted(
                                    last.first(), last.last(), TIME.format(last.oldestArrival())));
        }
    }

    private void show(ServerStatus.Trouble trouble) {
        line("last error", TIME.format(trouble.time()) + "  " + console.bad(trouble.code()));
        line("", trouble.message());
    }

    /// What AWS tells.
    public void show(DeliveryStreamDescription stream) {
        if (json) {
            ObjectNode document = JSON.createObjectNode();
            document.put("name", stream.deliveryStreamName());
            document.put("status", stream.deliveryStreamStatusAsString());
            console.line(document.toString());
            return;
        }
        console.line(
                console.bold(stream.deliveryStreamName())
                        + "  "
                        + stream.deliveryStreamStatusAsString());
        stream.destinations().stream()
                .map(destination ->
                        Optional.ofNullable(destination.extendedS3DestinationDescription()))
                .flatMap(Optional::stream)
                .forEach(this::show);
    }

    private void show(ExtendedS3DestinationDescription destination) {
        BufferingHints hints = destination.bufferingHints();
        line("hints", hints.sizeInMBs() + " MiB or " + hints.intervalInSeconds() + " s");
        line("bucket", destination.bucketARN());
    }

    private void line(String name, String value) {
        console.line("  %-14s %s".formatted(name, value));
    }
}
