package io.hydrant.cli.demo;

import io.hydrant.cli.send.Acknowledged;
import io.hydrant.cli.send.Outgoing;
import io.hydrant.cli.send.SendListener;
import io.hydrant.cli.send.SendView;
import io.hydrant.cli.status.StatusView;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import java.io.IOException;

/// Shows the rows of the demo as they go, with how far they have come and how far the buffer has
/// filled; and remembers what was sent.
final class DemoView implements SendListener {
    private final SendListener rows;
    private final ProgressLine progress;
    private final BufferGauge gauge;
    private final long total;
    private final Fingerprint sent = new Fingerprint();

    /// @param rows shows each row, or none
    DemoView(SendListener rows, ProgressLine progress, BufferGauge gauge, long total) {
        this.rows = rows;
        this.progress = progress;
        this.gauge = gauge;
        this.total = total;
    }

    Fingerprint sent() {
        return sent;
    }

    @Override
    public void acknowledged(Acknowledged acknowledged) throws IOException {
        for (Outgoing row : acknowledged.rows()) {
            sent.addLine(row.data());
        }
        rows.acknowledged(acknowledged);
        progress.update(
                "       %s of %s rows sent | buffer: %s"
                        .formatted(
                                Figures.count(sent.count()),
                                Figures.count(total),
                                StatusView.bufferOf(gauge.lately())));
    }

    @Override
    public void leftOut(BadRow row) throws IOException {
        rows.leftOut(row);
    }

    /// Whether the rows at this pace are shown one by one.
    static SendListener rowsAt(boolean eachRow, SendView view) {
        return eachRow ? view : new Quiet(view);
    }

    /// Bad rows only.
    private record Quiet(SendListener loud) implements SendListener {
        @Override
        public void acknowledged(Acknowledged acknowledged) {}

        @Override
        public void leftOut(BadRow row) throws IOException {
            loud.leftOut(row);
        }
    }
}
