package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ScreenText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A stream as a row of the table shows it.
record StreamRow(ServerStatus.Stream stream, Optional<StreamRates.Rate> rate) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    /// What needs somebody, then what is busiest. Rates count by their powers of two: rows that are
    /// about as busy keep their places.
    static final Comparator<StreamRow> BY_NEED =
            Comparator.comparing(StreamRow::isTroubled)
                    .thenComparingInt(StreamRow::busyness)
                    .thenComparingInt(row -> magnitude(row.backlogBytes()))
                    .reversed()
                    .thenComparing(StreamRow::name);

    static final Comparator<StreamRow> BY_NAME = Comparator.comparing(StreamRow::name);

    static List<StreamRow> of(ServerStatus answer, StreamRates rates, Comparator<StreamRow> order) {
        return answer.streams().stream()
                .map(stream -> new StreamRow(stream, rates.of(stream.name())))
                .sorted(order)
                .toList();
    }

    String name() {
        return ScreenText.clean(stream.name());
    }

    boolean isTroubled() {
        return trouble().isPresent();
    }

    private int busyness() {
        return rate.map(known -> magnitude(known.recordsIn() + known.recordsOut())).orElse(-1);
    }

    private double backlogBytes() {
        return stream.backlog().map(waiting -> (double) waiting.bytes()).orElse(0.0);
    }

    private static int magnitude(double number) {
        return number <= 0 ? -1 : Math.max(0, Math.getExponent(number) + 8);
    }

    /// In a word: what is wrong, or what AWS calls its state.
    String state() {
        if (stream.nobody().isPresent()) {
            return "NOBODY";
        }
        if (stream.stopped().isPresent()) {
            return "STOPPED";
        }
        if (stream.refusal().isPresent()) {
            return "REFUSES";
        }
        if (stream.failures() > 0) {
            return "FAILING";
        }
        return isTroubled() ? "BACKUP" : stream.status();
    }

    /// What is wrong, in one line.
    Optional<String> trouble() {
        return stream.nobody()
                .or(stream::stopped)
                .or(() -> stream.refusal().map(reason -> "refuses new records: " + reason))
                .or(() ->
                        stream.failures() > 0
                                ? Optional.of(reason(stream.lastError(), ""))
                                : Optional.empty())
                .or(() ->
                        stream.backup()
                                .map(ServerStatus.Backup::stream)
                                .filter(backup -> backup.failures() > 0)
                                .map(backup -> reason(backup.lastError(), "backup: ")))
                .map(ScreenText::clean);
    }

    private String reason(Optional<ServerStatus.Trouble> error, String before) {
        return error.map(told ->
                        "%s%s  %s: %s"
                                .formatted(
                                        before,
                                        TIME.format(told.time()),
                                        told.code(),
                                        told.message()))
                .orElse(before + "deliveries fail");
    }

    /// When it delivered last and why that object was cut; where it is all well.
    Optional<String> lastDelivery() {
        return stream.lastDelivery()
                .map(last ->
                        "last delivery %s: %s, %s, cut by %s"
                                .formatted(
                                        TIME.format(last.time()),
                                        Figures.count(last.records(), "record"),
                                        Figures.bytes(last.bytes()),
                                        last.cut()))
                .map(ScreenText::clean);
    }

    /// The same in few characters.
    String lastDeliveryShort() {
        return stream.lastDelivery()
                .map(last -> TIME.format(last.time()) + " " + last.cut())
                .map(ScreenText::clean)
                .orElse(WatchedTable.UNKNOWN);
    }

    /// Since the oldest record arrived that is not delivered; nothing waits where that is not told.
    Optional<Double> oldestSeconds() {
        return stream.oldestAgeSeconds()
                .or(() -> stream.backlog().filter(waiting -> waiting.records() == 0).map(_ -> 0.0));
    }

    static String time(Instant moment) {
        return TIME.format(moment);
    }
}
