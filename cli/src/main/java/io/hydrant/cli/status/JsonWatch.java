package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import io.hydrant.cli.terminal.Console;
import java.time.InstantSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A watch for programs: after every answer one line of JSON, which has the streams as `status
/// --json` shows them, with their rates. It ends when nobody reads any more.
public final class JsonWatch implements WatchView {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Those with most need; `total` says how many there are.
    private static final int STREAMS_MAX = 1000;

    private final Console console;
    private final InstantSource clock;
    private final StreamRates rates = new StreamRates();

    public JsonWatch(Console console, InstantSource clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public int limit() {
        return STREAMS_MAX;
    }

    @Override
    public boolean answered(ServerStatus answer, long nanos) {
        rates.add(answer, nanos);
        ObjectNode document =
                JSON.createObjectNode()
                        .put("event", "status")
                        .put("time", clock.instant().toString())
                        .put("complete", answer.complete())
                        .put("total", answer.total())
                        .put("troubled", answer.troubled())
                        .put("backlogBytes", answer.backlogBytes());
        ArrayNode streams = document.putArray("streams");
        for (StreamRow row : StreamRow.of(answer, rates, StreamRow.BY_NEED)) {
            ObjectNode stream = JSON.valueToTree(row.stream());
            row.rate()
                    .ifPresent(rate ->
                            stream.putObject("perSecond")
                                    .put("recordsIn", rate.recordsIn())
                                    .put("bytesIn", rate.bytesIn())
                                    .put("recordsOut", rate.recordsOut())
                                    .put("bytesOut", rate.bytesOut()));
            streams.add(stream);
        }
        console.line(document.toString());
        return !console.out().checkError();
    }

    @Override
    public boolean failed(String reason) {
        console.line(
                JSON.createObjectNode()
                        .put("event", "no-answer")
                        .put("time", clock.instant().toString())
                        .put("message", reason)
                        .toString());
        return !console.out().checkError();
    }
}
