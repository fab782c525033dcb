package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.ScreenText;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// A watch without a screen: after every answer a block of plain lines, as a log or a pipe takes
/// them. It ends when nobody reads them any more.
public final class PlainWatch implements WatchView {
    private static final int STREAMS_MAX = 50;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final Console console;
    private final InstantSource clock;
    private final boolean figures;
    private final StreamRates rates = new StreamRates();

    /// @param figures whether the source has any
    public PlainWatch(Console console, InstantSource clock, boolean figures) {
        this.console = console;
        this.clock = clock;
        this.figures = figures;
    }

    @Override
    public int limit() {
        return STREAMS_MAX;
    }

    @Override
    public boolean answered(ServerStatus answer, long nanos) {
        rates.add(answer, nanos);
        List<StreamRow> rows = StreamRow.of(answer, rates, StreamRow.BY_NEED);
        console.line(TIME.format(clock.instant()) + "  " + AllStreams.of(answer));
        WatchedTable table = new WatchedTable(console, console.columns(), rows, figures);
        if (!rows.isEmpty()) {
            console.line(table.heading().stripTrailing());
        }
        for (StreamRow row : rows) {
            table.lines(row, rows.size() <= 10).forEach(line -> console.line(line.stripTrailing()));
        }
        if (answer.total() > rows.size()) {
            console.line(AllStreams.more(answer.total() - rows.size()));
        }
        console.line("");
        return !console.out().checkError();
    }

    @Override
    public boolean failed(String reason) {
        console.line(
                TIME.format(clock.instant())
                        + "  "
                        + console.bad("no answer: " + ScreenText.clean(reason)));
        console.line("");
        return !console.out().checkError();
    }
}
