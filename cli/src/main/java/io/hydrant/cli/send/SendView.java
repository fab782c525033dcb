package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Shows people what is read and what the stream answers: each row when the pace lets one read
/// along, a line of progress when it does not.
public final class SendView implements SendListener {
    /// How much of a RecordId is shown, of 200 characters and more: enough to tell one from
    /// another.
    private static final int SHOWN = 12;

    /// Enough bad rows to see what is wrong with them.
    private static final int BAD_ROWS_SHOWN = 20;

    private final Console console;
    private final ProgressLine progress;
    private final BadRows badRows;
    private final boolean eachRow;
    private final long startedNanos = System.nanoTime();
    private long rows;
    private long bytes;
    private long leftOut;

    /// @param eachRow whether every row is shown, or only how many there were
    public SendView(Console console, ProgressLine progress, BadRows badRows, boolean eachRow) {
        this.console = console;
        this.progress = progress;
        this.badRows = badRows;
        this.eachRow = eachRow;
    }

    @Override
    public void acknowledged(Acknowledged acknowledged) {
        if (eachRow) {
            for (int i = 0; i < acknowledged.rows().size(); i++) {
                show(acknowledged.rows().get(i), acknowledged.recordIds().get(i));
            }
        }
        rows += acknowledged.rows().size();
        bytes += acknowledged.bytes();
        if (!eachRow) {
            progress.update(progressText());
        }
    }

    private void show(Outgoing row, String recordId) {
        String text = new String(row.data(), StandardCharsets.UTF_8).stripTrailing();
        progress.above(
                "%6d  %s  %s"
                        .formatted(row.row().line(), text, console.faint(shortened(recordId))));
    }

    private String progressText() {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        return "%s sent, %s, %s rows/s"
                .formatted(
                        Figures.count(rows, "row"),
                        Figures.bytes(bytes),
                        Figures.count(Math.round(rows / Math.max(seconds, 0.001))));
    }

    @Override
    public void leftOut(BadRow row) throws IOException {
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

    public static String shortened(String recordId) {
        return recordId.length() <= SHOWN ? recordId : recordId.substring(0, SHOWN) + "…";
    }
}
