package io.hydrant.cli.demo;

import io.hydrant.cli.send.RowListener;
import io.hydrant.cli.status.StatusView;
import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.producer.Acknowledged;
import io.hydrant.producer.Outgoing;
import io.hydrant.producer.Setback;
import java.io.IOException;

/// Shows the rows of the demo as they go, with how far they have come and how far the buffer has
/// filled; and remembers what was sent.
final class DemoView implements RowListener {
    private final RowListener rows;
    private final ProgressLine progress;
    private final BufferGauge gauge;
    private final long total;
    private final Fingerprint sent = new Fingerprint();

    /// @param rows shows each row, or none
    DemoView(RowListener rows, ProgressLine progress, BufferGauge gauge, long total) {
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
        for (Outgoing row : acknowledged.records()) {
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
    public void setback(Setback setback) {
        rows.setback(setback);
    }

    @Override
    public void leftOut(BadRow row) throws IOException {
        rows.leftOut(row);
    }
}
