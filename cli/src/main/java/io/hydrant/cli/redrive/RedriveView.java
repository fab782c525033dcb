package io.hydrant.cli.redrive;

import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.cli.terminal.ProgressLine;
import io.hydrant.producer.Setback;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// Shows people what becomes of error objects. Used by one thread.
public final class RedriveView implements RedriveListener {
    /// Enough to see what is wrong with them; each object says how many it has.
    private static final int BAD_LINES_SHOWN = 20;

    /// The first failures of a request are everyday life.
    private static final int ATTEMPTS_BEFORE_TELLING = 3;

    private final Console console;
    private final ProgressLine progress;
    private final String stream;
    private final boolean isDry;
    private final boolean quiet;
    private long badLines;

    /// @param stream that records are sent to
    /// @param isDry whether nothing is sent
    /// @param quiet whether objects that are as they should be go untold
    public RedriveView(
            Console console, ProgressLine progress, String stream, boolean isDry, boolean quiet) {
        this.console = console;
        this.progress = progress;
        this.stream = stream;
        this.isDry = isDry;
        this.quiet = quiet;
    }

    @Override
    public void leftOut(String place, String reason) {
        badLines++;
        if (badLines <= BAD_LINES_SHOWN) {
            progress.above(console.bad("left out ") + place + ": " + reason);
        } else if (badLines == BAD_LINES_SHOWN + 1) {
            progress.above("further lines are left out without a line each; --json tells of all");
        }
    }

    @Override
    public void advanced(RedriveTotals totals) {
        progress.update(() ->
                "%s %s, %s"
                        .formatted(
                                Figures.count(totals.records(), "record"),
                                isDry ? "found" : "sent again",
                                Figures.bytes(totals.bytes())));
    }

    @Override
    public void setback(Setback setback) {
        if (setback.attempt() == ATTEMPTS_BEFORE_TELLING) {
            progress.above(
                    console.bad("trying again: ")
                            + "%s from %s on: %s"
                                    .formatted(
                                            Figures.count(setback.records(), "record"),
                                            setback.place(),
                                            setback.reason()));
        } else if (!quiet && console.interactive()) {
            Duration pause = setback.pause();
            progress.update(() ->
                    "trying again in %s: %s".formatted(Figures.duration(pause), setback.reason()));
        }
    }

    @Override
    public void ended(ObjectOutcome outcome) {
        switch (outcome) {
            case ObjectOutcome.Read read -> {
                if (!quiet || read.badLines() > 0) {
                    tell(read.object(), told(read));
                }
            }
            case ObjectOutcome.SentBefore before -> {
                if (!quiet || before.badLines() > 0) {
                    tell(before.object(), told(before));
                }
            }
            case ObjectOutcome.Unreadable broken ->
                    progress.above(
                            console.bad("not done ")
                                    + "%s: %s%s"
                                            .formatted(
                                                    broken.object(),
                                                    broken.reason(),
                                                    counted(
                                                            broken.records(),
                                                            "record",
                                                            did() + " before that")));
            case ObjectOutcome.Stopped stopped ->
                    tell(
                            stopped.object(),
                            "stopped within it"
                                    + counted(stopped.records(), "record", did() + " before that"));
        }
    }

    private void tell(String object, String what) {
        progress.above(object + ": " + what);
    }

    private String did() {
        return isDry ? "would be sent again" : "sent again";
    }

    private String told(ObjectOutcome.Read read) {
        String sent =
                read.records() == 0
                        ? "nothing to send"
                        : "%s %s, %s"
                                .formatted(
                                        Figures.count(read.records(), "record"),
                                        did(),
                                        Figures.bytes(read.bytes()));
        return sent
                + counted(read.sentBefore(), "", "sent before")
                + counted(read.notSelected(), "", "not selected")
                + counted(read.badLines(), "line", "left out")
                + (read.isDeleted() ? ", object deleted" : "");
    }

    private static String told(ObjectOutcome.SentBefore before) {
        return "%s sent before, at %s%s%s"
                .formatted(
                        Figures.count(before.records(), "record"),
                        before.at(),
                        counted(before.badLines(), "line", "left out then"),
                        before.isDeleted() ? ", object deleted" : "");
    }

    static String counted(long count, String noun, String what) {
        if (count == 0) {
            return "";
        }
        return ", "
                + (noun.isEmpty() ? Figures.count(count) : Figures.count(count, noun))
                + " "
                + what;
    }

    @Override
    public void finished(RedriveTotals totals, boolean isStopped) {
        progress.clear();
        tellCodes(totals);
        console.line(
                "%s %s of %s %s to %s: %s%s"
                        .formatted(
                                isStopped ? "stopped," : isDry ? "dry run," : console.good("done,"),
                                Figures.count(totals.records(), "record"),
                                Figures.count(totals.objectsSent(), "object"),
                                did(),
                                stream,
                                Figures.bytes(totals.bytes()),
                                others(totals)));
        if (totals.earliest().isPresent() && totals.latest().isPresent()) {
            console.line(
                    "  they had arrived from %s to %s"
                            .formatted(totals.earliest().get(), totals.latest().get()));
        }
        tellTrouble(totals, isStopped);
    }

    private static String others(RedriveTotals totals) {
        return counted(totals.sentBefore(), "", "sent before")
                + counted(totals.notSelected(), "", "not selected")
                + counted(totals.badLines(), "line", "left out")
                + counted(totals.unreadable(), "object", "not done")
                + counted(totals.deleted(), "object", "deleted");
    }

    private void tellCodes(RedriveTotals totals) {
        for (Map.Entry<String, CodeCounts.Count> code : totals.codes().all().entrySet()) {
            CodeCounts.Count count = code.getValue();
            console.line(
                    "%10s  %-10s  %s%s"
                            .formatted(
                                    Figures.count(count.records()),
                                    Figures.bytes(count.bytes()),
                                    code.getKey(),
                                    count.message().isEmpty()
                                            ? ""
                                            : ": " + console.faint(count.message())));
        }
    }

    private void tellTrouble(RedriveTotals totals, boolean isStopped) {
        if (totals.isNothingThere() && !isStopped) {
            console.line("  There is no object below that prefix.");
        }
        if (totals.records() == 0 && totals.notSelected() > 0 && !isStopped) {
            console.line(
                    "  The choice takes none of them. They failed as %s."
                            .formatted(
                                    totals.notSelectedCodes().all().entrySet().stream()
                                            .map(code ->
                                                    "%s (%s)"
                                                            .formatted(
                                                                    code.getKey(),
                                                                    Figures.count(
                                                                            code.getValue()
                                                                                    .records())))
                                            .collect(Collectors.joining(", "))));
        }
        if (totals.newer() > 0) {
            console.line(
                    "  %s came since this began; the next run takes them."
                            .formatted(Figures.count(totals.newer(), "object")));
        }
        if (totals.report().possiblyTwice() > 0) {
            console.line(
                    "  %s may be there twice: an answer was lost, and AWS cannot tell what it took."
                            .formatted(Figures.count(totals.report().possiblyTwice(), "record")));
        }
        if (totals.mayRepeat()) {
            console.line(
                    "  Up to 500 records may be there twice: the run before was cut off with a request on its way, and AWS cannot tell"
                            + " what it took.");
        }
        if (isStopped) {
            console.line("  The same command goes on from here.");
        }
    }
}
