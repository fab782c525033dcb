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
        stream.nobody().ifPresent(why -> line("node", console.bad(why)));
        stream.node()
                .ifPresent(name ->
                        line(
                                "node",
                                name
                                        + stream.asOf()
                                                .map(time -> ", as of " + TIME.format(time))
                                                .orElse("")));
        line("buffer", bufferOf(stream));
        line(
                "backlog",
                stream.backlog()
                        .map(backlog -> amountOf(stream) + " acknowledged and not yet delivered")
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
        stream.processed().ifPresent(this::show);
        stream.expired()
                .filter(expired -> expired.records() > 0)
                .ifPresent(expired -> show("given up", expired));
        stream.lastDelivery().ifPresent(last -> show("last delivery", last));
        stream.lastError().ifPresent(error -> show("last error", error));
        stream.backup().ifPresent(backup -> show(backup, stream));
        stream.errorLog().ifPresent(this::show);
    }

    /// Of errors that go into a log group.
    private void show(ServerStatus.ErrorEvents errors) {
        errors.trouble()
                .ifPresent(why -> line("error log", console.bad("nothing is written: " + why)));
        if (errors.written() + errors.repeated() + errors.lost() > 0) {
            line(
                    errors.trouble().isPresent() ? "" : "error log",
                    "%s written, %s more like them left out, %s lost"
                            .formatted(
                                    Figures.count(errors.written(), "event"),
                                    Figures.count(errors.repeated()),
                                    Figures.count(errors.lost())));
        }
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

    /// In other words than the stream's own, so that nobody takes the one for the other.
    private void show(ServerStatus.Backup backup, ServerStatus.Stream stream) {
        ServerStatus.Stream of = backup.stream();
        line(
                "backup",
                "s3://%s: %s"
                        .formatted(
                                backup.place(),
                                of.deliveredRecords()
                                        .map(records -> progressOf(of, records))
                                        .orElseGet(() -> unknown(stream))));
        of.buffered().ifPresent(known -> line("", "buffer " + bufferOf(of)));
        of.expired()
                .filter(expired -> expired.records() > 0)
                .ifPresent(expired -> show("not backed up", expired));
        of.lastDelivery().ifPresent(last -> show("last backup", last));
        of.lastError().ifPresent(error -> show("backup error", error));
        if (of.trouble().isPresent() && stream.trouble().isEmpty()) {
            line("on disk", console.bad(amountOf(of) + " for the backup, which fails"));
        } else if (of.trouble().isEmpty() && stream.trouble().isPresent()) {
            line("on disk", console.bad(amountOf(stream) + " for the destination, which fails"));
        }
    }

    private static String progressOf(ServerStatus.Stream backup, long records) {
        return "%s in %s, %s to come"
                .formatted(
                        Figures.count(records, "record"),
                        Figures.count(backup.deliveredObjects().orElse(0L), "object"),
                        amountOf(backup));
    }

    private static String amountOf(ServerStatus.Stream stream) {
        return stream.backlog()
                .map(left ->
                        "%s, %s"
                                .formatted(
                                        Figures.count(left.records(), "record"),
                                        Figures.bytes(left.bytes())))
                .orElse("records");
    }

    private void show(String name, ServerStatus.Delivery delivery) {
        line(
                name,
                "%s, %s, %s, cut by %s"
                        .formatted(
                                TIME.format(delivery.time()),
                                Figures.count(delivery.records(), "record"),
                                Figures.bytes(delivery.bytes()),
                                delivery.cut()));
        line("", "s3://" + delivery.bucket() + "/" + delivery.key());
    }

    private void show(ServerStatus.Processed processed) {
        String failures = Figures.count(processed.failures()) + " failed, for error objects";
        line(
                "processed",
                "%s: %s dropped, %s"
                        .formatted(
                                Figures.count(processed.records(), "record"),
                                Figures.count(processed.dropped()),
                                processed.failures() > 0 ? console.bad(failures) : "none failed"));
        processed.lastFailure().ifPresent(this::showFailure);
    }

    private void showFailure(ServerStatus.Trouble failure) {
        line(
                "last failure",
                "%s  %s: %s"
                        .formatted(
                                TIME.format(failure.time()),
                                console.bad(failure.code()),
                                failure.message()));
    }

    private void show(String name, Expired expired) {
        line(
                name,
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

    private void show(String name, ServerStatus.Trouble trouble) {
        line(name, TIME.format(trouble.time()) + "  " + console.bad(trouble.code()));
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
