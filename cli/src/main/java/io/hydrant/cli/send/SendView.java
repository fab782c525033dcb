package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.producer.Acknowledged;
import io.hydrant.producer.Setback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Shows people what is read and what the stream answers: each row when the pace lets one read
/// along, and below it a line that tells how far it has come. Guarded by itself.
public final class SendView implements RowListener {
    /// How much of a RecordId is shown, of 200 characters and more: enough to tell one from
    /// another.
    private static final int SHOWN = 12;

    /// Enough bad rows to see what is wrong with them.
    private static final int BAD_ROWS_SHOWN = 20;

    /// The first failures of a request are everyday life, and are only counted.
    private static final int ATTEMPTS_BEFORE_TELLING = 3;

    /// What is shown of what happens.
    public enum Detail {
        /// Bad rows and trouble only.
        QUIET,
        /// How far it has come, too.
        PROGRESS,
        /// Every row.
        ROWS,
        /// Every row, and below them how far it has come.
        ROWS_AND_PROGRESS
    }

    private final Console console;
    private final ProgressLine progress;
    private final BadRows badRows;
    private final Detail detail;
    private final ProgressText text = new ProgressText();
    private volatile GoodRows.Reading reading = GoodRows.Reading.UNKNOWN;
    private long leftOut;

    public SendView(Console console, ProgressLine progress, BadRows badRows, Detail detail) {
        this.console = console;
        this.progress = progress;
        this.badRows = badRows;
        this.detail = detail;
    }

    @Override
    public synchronized void acknowledged(Acknowledged acknowledged) {
        if (detail == Detail.ROWS || detail == Detail.ROWS_AND_PROGRESS) {
            for (int i = 0; i < acknowledged.records().size(); i++) {
                if (acknowledged.records().get(i) instanceof OutgoingRow row) {
                    show(row, acknowledged.recordIds().get(i));
                }
            }
        }
        text.add(acknowledged);
        if (detail == Detail.PROGRESS || tellsProgressBelowRows()) {
            progress.update(() -> text.line(reading));
        }
    }

    /// Between rows that are printed as plain lines it would be in the way.
    private boolean tellsProgressBelowRows() {
        return detail == Detail.ROWS_AND_PROGRESS && console.interactive();
    }

    private void show(OutgoingRow row, String recordId) {
        String data = new String(row.data(), StandardCharsets.UTF_8).stripTrailing();
        progress.above(
                "%6d  %s  %s"
                        .formatted(row.row().line(), data, console.faint(shortened(recordId))));
    }

    @Override
    public synchronized void setback(Setback setback) {
        text.addSetback();
        if (setback.attempt() == ATTEMPTS_BEFORE_TELLING) {
            progress.above(
                    console.bad("trying again: ")
                            + "%s from %s on: %s"
                                    .formatted(
                                            Figures.count(setback.records(), "row"),
                                            setback.place(),
                                            setback.reason()));
        } else if (detail != Detail.QUIET && console.interactive()) {
            Duration pause = setback.pause();
            progress.update(() ->
                    "trying again in %s: %s; %s"
                            .formatted(Figures.duration(pause), setback.reason(), text.rows()));
        }
    }

    @Override
    public synchronized void leftOut(BadRow row) throws IOException {
        badRows.handle(row);
        leftOut++;
        if (leftOut <= BAD_ROWS_SHOWN) {
            progress.above(
                    console.bad("left out ")
                            + "%s line %d: %s".formatted(row.source(), row.line(), row.reason()));
        } else if (leftOut == BAD_ROWS_SHOWN + 1) {
            progress.above("further rows are left out without a line each");
        }
    }

    @Override
    public void read(GoodRows.Reading now) {
        reading = now;
    }

    public static String shortened(String recordId) {
        return recordId.length() <= SHOWN ? recordId : recordId.substring(0, SHOWN) + "…";
    }
}
