package io.hydrant.cli.redrive;

import io.hydrant.cli.terminal.Console;
import io.hydrant.producer.Setback;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tells programs what becomes of error objects: one JSON document per line and event. Used by one
/// thread.
public final class JsonRedriveView implements RedriveListener {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Console console;
    private final boolean isDry;
    private final boolean quiet;

    /// @param isDry whether nothing is sent
    /// @param quiet whether objects that are as they should be go untold
    public JsonRedriveView(Console console, boolean isDry, boolean quiet) {
        this.console = console;
        this.isDry = isDry;
        this.quiet = quiet;
    }

    @Override
    public void leftOut(String place, String reason) {
        int end = place.lastIndexOf(" line ");
        tell(
                event("left-out")
                        .put("object", place.substring(0, end))
                        .put("line", Long.parseLong(place.substring(end + " line ".length())))
                        .put("reason", reason));
    }

    @Override
    public void advanced(RedriveTotals totals) {
        // each object is told when it has ended
    }

    @Override
    public void setback(Setback setback) {
        tell(
                event("setback")
                        .put("from", setback.place())
                        .put("records", setback.records())
                        .put("reason", setback.reason())
                        .put("attempt", setback.attempt())
                        .put("pauseSeconds", setback.pause().toMillis() / 1000.0));
    }

    @Override
    public void ended(ObjectOutcome outcome) {
        switch (outcome) {
            case ObjectOutcome.Read read -> {
                if (!quiet) {
                    tell(
                            object(read.object(), "read")
                                    .put("records", read.records())
                                    .put("bytes", read.bytes())
                                    .put("sentBefore", read.sentBefore())
                                    .put("notSelected", read.notSelected())
                                    .put("leftOut", read.badLines())
                                    .put("deleted", read.isDeleted()));
                }
            }
            case ObjectOutcome.SentBefore before -> {
                if (!quiet) {
                    tell(
                            object(before.object(), "sent-before")
                                    .put("records", 0)
                                    .put("sentBefore", before.records())
                                    .put("leftOut", before.badLines())
                                    .put("at", before.at().toString())
                                    .put("deleted", before.isDeleted()));
                }
            }
            case ObjectOutcome.Unreadable broken ->
                    tell(
                            object(broken.object(), "not-done")
                                    .put("records", broken.records())
                                    .put("reason", broken.reason()));
            case ObjectOutcome.Stopped stopped ->
                    tell(object(stopped.object(), "stopped").put("records", stopped.records()));
        }
    }

    @Override
    public void finished(RedriveTotals totals, boolean isStopped) {
        ObjectNode summary =
                event("summary")
                        .put("dryRun", isDry)
                        .put("objects", totals.objects())
                        .put("objectsSent", totals.objectsSent())
                        .put("records", totals.records())
                        .put("bytes", totals.bytes())
                        .put("sentBefore", totals.sentBefore())
                        .put("notSelected", totals.notSelected())
                        .put("leftOut", totals.badLines())
                        .put("objectsNotDone", totals.unreadable())
                        .put("objectsDeleted", totals.deleted())
                        .put("objectsNewer", totals.newer())
                        .put("requests", totals.report().requests())
                        .put("setbacks", totals.report().setbacks())
                        .put("possiblyTwice", totals.report().possiblyTwice())
                        .put("earliest", totals.earliest().map(Instant::toString).orElse(null))
                        .put("latest", totals.latest().map(Instant::toString).orElse(null))
                        .put("interrupted", isStopped);
        tell(totals.codes(), summary.putObject("errorCodes"));
        tell(totals.notSelectedCodes(), summary.putObject("notSelectedErrorCodes"));
        tell(summary);
    }

    private static void tell(CodeCounts counts, ObjectNode to) {
        counts.all()
                .forEach((code, count) ->
                        to.putObject(code)
                                .put("records", count.records())
                                .put("bytes", count.bytes())
                                .put("message", count.message()));
    }

    private static ObjectNode event(String name) {
        return JSON.createObjectNode().put("event", name);
    }

    private static ObjectNode object(String object, String outcome) {
        return event("object").put("object", object).put("outcome", outcome);
    }

    private void tell(ObjectNode document) {
        console.line(document.toString());
    }
}
