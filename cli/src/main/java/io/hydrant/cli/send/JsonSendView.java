package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.terminal.Console;
import io.hydrant.producer.Acknowledged;
import io.hydrant.producer.Outgoing;
import io.hydrant.producer.SendReport;
import io.hydrant.producer.Setback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tells programs what is sent: one JSON document per line and event. Guarded by itself.
public final class JsonSendView implements RowListener {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Console console;
    private final BadRows badRows;
    private final boolean quiet;

    /// @param quiet whether what is acknowledged goes untold
    public JsonSendView(Console console, BadRows badRows, boolean quiet) {
        this.console = console;
        this.badRows = badRows;
        this.quiet = quiet;
    }

    /// A row sent alone is told with what it holds, a request of many by its first and last row.
    @Override
    public synchronized void acknowledged(Acknowledged acknowledged) {
        List<Outgoing> rows = acknowledged.records();
        if (quiet
                || !(rows.getFirst() instanceof OutgoingRow first)
                || !(rows.getLast() instanceof OutgoingRow last)) {
            return;
        }
        ObjectNode event = event("sent", first.row().source(), first.row().line());
        if (rows.size() == 1) {
            event.put("data", new String(first.data(), StandardCharsets.UTF_8));
            event.put("recordId", acknowledged.recordIds().getFirst());
        } else {
            event.put("lastFile", last.row().source());
            event.put("lastLine", last.row().line());
            event.put("rows", rows.size());
            event.put("bytes", acknowledged.bytes());
            event.put("retried", acknowledged.retried());
        }
        console.line(event.toString());
    }

    @Override
    public synchronized void setback(Setback setback) {
        console.line(
                JSON.createObjectNode()
                        .put("event", "setback")
                        .put("from", setback.place())
                        .put("rows", setback.records())
                        .put("reason", setback.reason())
                        .put("attempt", setback.attempt())
                        .put("pauseSeconds", setback.pause().toMillis() / 1000.0)
                        .toString());
    }

    @Override
    public synchronized void leftOut(BadRow row) throws IOException {
        badRows.handle(row);
        ObjectNode event = event("left-out", row.source(), row.line());
        event.put("reason", row.reason());
        row.fields().forEach(event.putArray("fields")::add);
        console.line(event.toString());
    }

    /// @param passedOver rows that an earlier run had acknowledged
    public static String summary(SendReport report, long leftOut, long passedOver) {
        return JSON.createObjectNode()
                .put("event", "summary")
                .put("rows", report.records())
                .put("bytes", report.bytes())
                .put("requests", report.requests())
                .put("retried", report.retried())
                .put("setbacks", report.setbacks())
                .put("possiblyTwice", report.possiblyTwice())
                .put("leftOut", leftOut)
                .put("passedOver", passedOver)
                .put("seconds", report.elapsed().toMillis() / 1000.0)
                .put("interrupted", report.interrupted())
                .toString();
    }

    private static ObjectNode event(String name, String file, long line) {
        return JSON.createObjectNode().put("event", name).put("file", file).put("line", line);
    }
}
