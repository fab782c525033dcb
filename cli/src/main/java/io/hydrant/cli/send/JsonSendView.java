package io.hydrant.cli.send;

import io.hydrant.cli.table.BadRow;
import io.hydrant.cli.terminal.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tells programs what is sent: one JSON document per line and event.
public final class JsonSendView implements SendListener {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Console console;
    private final BadRows badRows;

    public JsonSendView(Console console, BadRows badRows) {
        this.console = console;
        this.badRows = badRows;
    }

    @Override
    public void acknowledged(Acknowledged acknowledged) {
        for (int i = 0; i < acknowledged.rows().size(); i++) {
            Outgoing row = acknowledged.rows().get(i);
            ObjectNode event = event("sent", row.row().source(), row.row().line());
            event.put("data", new String(row.data(), StandardCharsets.UTF_8));
            event.put("recordId", acknowledged.recordIds().get(i));
            console.line(event.toString());
        }
    }

    @Override
    public void leftOut(BadRow row) throws IOException {
        badRows.handle(row);
        ObjectNode event = event("left-out", row.source(), row.line());
        event.put("reason", row.reason());
        console.line(event.toString());
    }

    public static String summary(SendReport report) {
        return JSON.createObjectNode()
                .put("event", "summary")
                .put("rows", report.rows())
                .put("bytes", report.bytes())
                .put("requests", report.requests())
                .put("retried", report.retried())
                .put("leftOut", report.leftOut())
                .put("seconds", report.elapsed().toMillis() / 1000.0)
                .put("interrupted", report.interrupted())
                .toString();
    }

    private static ObjectNode event(String name, String file, long line) {
        return JSON.createObjectNode().put("event", name).put("file", file).put("line", line);
    }
}
