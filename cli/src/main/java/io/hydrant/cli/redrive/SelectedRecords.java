package io.hydrant.cli.redrive;

import io.hydrant.producer.RecordSource;
import java.io.IOException;
import java.util.Optional;

/// The records of one error object that are to be sent again. Used by one thread.
final class SelectedRecords implements RecordSource {
    /// So many lines without a single record: it is no error object.
    private static final int FOREIGN_LINES = 100;

    private final ErrorLines lines;
    private final Selection selection;
    private final RedriveMarks before;
    private final long passOver;
    private final RedriveListener listener;
    private final RedriveTotals totals;
    private final ErrorObject object;
    private Tally tally = Tally.NOTHING;
    private long selected;
    private String firstReason = "";

    /// What was found so far.
    ///
    /// @param records in lines that hold one
    /// @param sentBefore by an earlier redrive
    /// @param notSelected by the caller's choice
    /// @param badLines that hold no record, or one of which nobody can say whether it is selected
    record Tally(long records, long sentBefore, long notSelected, long badLines) {
        static final Tally NOTHING = new Tally(0, 0, 0, 0);
    }

    /// @param before what was sent by redrives that came to their end
    /// @param passOver so many of the selected records are acknowledged already
    SelectedRecords(
            ErrorLines lines,
            ErrorObject object,
            Selection selection,
            RedriveMarks before,
            long passOver,
            RedriveListener listener,
            RedriveTotals totals) {
        this.lines = lines;
        this.object = object;
        this.selection = selection;
        this.before = before;
        this.passOver = passOver;
        this.listener = listener;
        this.totals = totals;
    }

    Tally tally() {
        return tally;
    }

    /// @throws UnreadableObjectException when the object ends otherwise than at its end
    @Override
    public Optional<ErrorRecord> next() throws IOException {
        Optional<ErrorLine> line = nextLine();
        while (line.isPresent()) {
            switch (line.get()) {
                case ErrorLine.Bad bad -> leaveOut(bad);
                case ErrorLine.Whole whole -> {
                    if (isToBeSent(whole.record())) {
                        return Optional.of(whole.record());
                    }
                }
            }
            line = nextLine();
        }
        if (tally.records() == 0 && tally.badLines() > 0) {
            throw foreign();
        }
        return Optional.empty();
    }

    private Optional<ErrorLine> nextLine() throws UnreadableObjectException {
        try {
            return lines.next();
        } catch (IOException e) {
            throw new UnreadableObjectException(ErrorBucket.reason(e), e);
        }
    }

    private boolean isToBeSent(ErrorRecord record) {
        if (before.covers(record)) {
            tally = plus(1, 1, 0, 0);
            return false;
        }
        if (!selection.matches(record)) {
            noteUnselected(record);
            return false;
        }
        selected++;
        boolean isAcknowledged = selected <= passOver;
        tally = plus(1, isAcknowledged ? 1 : 0, 0, 0);
        return !isAcknowledged;
    }

    private void noteUnselected(ErrorRecord record) {
        if (selection.isUndecided(record)) {
            tally = plus(1, 0, 0, 1);
            listener.leftOut(
                    record.place(),
                    "it has no arrivalTimestamp, by which --since and --until choose");
        } else {
            tally = plus(1, 0, 1, 0);
            totals.leaveOut(record);
        }
    }

    private void leaveOut(ErrorLine.Bad bad) throws UnreadableObjectException {
        tally = plus(0, 0, 0, 1);
        if (firstReason.isEmpty()) {
            firstReason = "line " + bad.line() + ": " + bad.reason();
        }
        if (tally.records() == 0 && tally.badLines() == FOREIGN_LINES) {
            throw foreign();
        }
        listener.leftOut(object + " line " + bad.line(), bad.reason());
    }

    private UnreadableObjectException foreign() {
        return new UnreadableObjectException(
                "none of its %s holds a record that failed; %s"
                        .formatted(
                                tally.badLines() == FOREIGN_LINES
                                        ? "first " + FOREIGN_LINES + " lines"
                                        : "lines",
                                firstReason),
                null);
    }

    private Tally plus(long records, long sentBefore, long notSelected, long badLines) {
        return new Tally(
                tally.records() + records,
                tally.sentBefore() + sentBefore,
                tally.notSelected() + notSelected,
                tally.badLines() + badLines);
    }
}
