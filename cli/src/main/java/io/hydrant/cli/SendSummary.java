package io.hydrant.cli;

import io.hydrant.cli.follow.Following;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.send.JsonSendView;
import io.hydrant.cli.send.SendRun;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.Figures;
import io.hydrant.producer.SendReport;
import io.hydrant.producer.SendingException;

/// The last words of a sending: what came of it, and how to go on.
final class SendSummary {
    private final Console console;
    private final boolean json;
    private final String stream;

    SendSummary(Console console, boolean json, String stream) {
        this.console = console;
        this.json = json;
        this.stream = stream;
    }

    /// A following has ended, whatever ended it.
    void followed(Following.Totals totals) {
        SendReport report = totals.report();
        if (json) {
            console.line(JsonSendView.summary(report, totals.leftOut(), 0));
            return;
        }
        console.line(
                "stopped, %s acknowledged by %s: %s in %s%s%s"
                        .formatted(
                                Figures.count(report.records(), "row"),
                                stream,
                                Figures.bytes(report.bytes()),
                                Figures.duration(report.elapsed()),
                                counted(report.retried(), "", " sent again"),
                                counted(totals.leftOut(), "row", " left out")));
        if (report.possiblyTwice() > 0) {
            tellPossiblyTwice(report);
        }
        console.line("  Give the same command again to go on from here.");
    }

    /// What the user is told of a refusal that no repeat would change.
    ///
    /// @param goOn how to go on once its reason is gone
    CommandFailure refusal(SendingException refused, String goOn) {
        String others =
                refused.records() == 1
                        ? ""
                        : " and %,d rows with it".formatted(refused.records() - 1);
        String next = Failures.nextStepAfter(refused.code());
        return new CommandFailure(
                "%s did not take %s%s: %s"
                        .formatted(stream, refused.place(), others, refused.getMessage()),
                (next.isEmpty() ? "" : next + " ") + goOn);
    }

    /// A sending has failed.
    void failed(SendRun run, long leftOut) {
        if (run.report().isEmpty()) {
            return;
        }
        SendReport report = run.report().get();
        if (json) {
            console.line(JsonSendView.summary(report, leftOut, run.passedOver()));
        } else if (report.records() > 0) {
            console.aside(
                    "acknowledged before this: "
                            + Figures.count(report.records(), "row")
                            + (run.keepsProgress() ? "; --resume goes on behind them" : ""));
        }
    }

    /// A sending has come to its end or was stopped.
    void ended(SendRun run, SendReport report, long leftOut) {
        if (json) {
            console.line(JsonSendView.summary(report, leftOut, run.passedOver()));
            return;
        }
        console.line(
                "%s %s acknowledged by %s: %s in %s, %s/s%s%s%s"
                        .formatted(
                                report.interrupted() ? "stopped," : console.good("done,"),
                                Figures.count(report.records(), "row"),
                                stream,
                                Figures.bytes(report.bytes()),
                                Figures.duration(report.elapsed()),
                                Figures.count(Math.round(report.recordsPerSecond()), "row"),
                                counted(report.retried(), "", " sent again"),
                                counted(leftOut, "row", " left out"),
                                counted(run.passedOver(), "row", " acknowledged before")));
        tellDuplicates(run, report);
        if (report.records() + leftOut + run.passedOver() == 0 && !report.interrupted()) {
            console.line("  There were no rows: is the file empty?");
        }
        if (report.interrupted() && run.keepsProgress()) {
            console.line("  The same command with --resume sends the rest.");
        }
    }

    private static String counted(long count, String noun, String what) {
        if (count == 0) {
            return "";
        }
        return ", " + (noun.isEmpty() ? Figures.count(count) : Figures.count(count, noun)) + what;
    }

    private void tellPossiblyTwice(SendReport report) {
        console.line(
                "  "
                        + Figures.count(report.possiblyTwice(), "row")
                        + " may be there twice: an answer was lost, and AWS cannot tell what it took.");
    }

    private void tellDuplicates(SendRun run, SendReport report) {
        if (report.possiblyTwice() > 0) {
            tellPossiblyTwice(report);
        }
        if (run.mayRepeatWhatWasOnItsWay()) {
            console.line(
                    "  Rows right behind the first %s may be there twice: the run before was cut off with requests on their way."
                            .formatted(Figures.count(run.passedOver())));
        }
    }
}
