package io.hydrant.cli.redrive;

import io.hydrant.producer.SendReport;
import java.time.Instant;
import java.util.Optional;

/// What became of all error objects together. Used by one thread.
public final class RedriveTotals {
    private final CodeCounts codes = new CodeCounts();
    private final CodeCounts notSelectedCodes = new CodeCounts();
    private SendReport report = SendReport.NOTHING;
    private long records;
    private long bytes;
    private Optional<Instant> earliest = Optional.empty();
    private Optional<Instant> latest = Optional.empty();
    private long objects;
    private long objectsSent;
    private long sentBefore;
    private long notSelected;
    private long badLines;
    private long unreadable;
    private long deleted;
    private long newer;
    private boolean mayRepeat;

    void add(ErrorRecord record) {
        records++;
        bytes += record.data().length;
        codes.add(record);
        record.arrivedAt()
                .ifPresent(time -> {
                    earliest = earliest.filter(time::isAfter).or(() -> Optional.of(time));
                    latest = latest.filter(time::isBefore).or(() -> Optional.of(time));
                });
    }

    /// A record that the choice leaves out.
    void leaveOut(ErrorRecord record) {
        notSelectedCodes.add(record);
    }

    void add(SendReport ofObject) {
        report = report.plus(ofObject);
    }

    /// An earlier run was cut off with a request on its way, to a stream that cannot tell repeats.
    void noteThatSomeMayBeThereTwice() {
        mayRepeat = true;
    }

    void noteNewer() {
        newer++;
    }

    void add(ObjectOutcome outcome) {
        objects++;
        switch (outcome) {
            case ObjectOutcome.Read read -> {
                objectsSent += read.records() > 0 ? 1 : 0;
                sentBefore += read.sentBefore();
                notSelected += read.notSelected();
                badLines += read.badLines();
                deleted += read.isDeleted() ? 1 : 0;
            }
            case ObjectOutcome.SentBefore before -> {
                sentBefore += before.records();
                badLines += before.badLines();
                deleted += before.isDeleted() ? 1 : 0;
            }
            case ObjectOutcome.Unreadable broken -> {
                objectsSent += broken.records() > 0 ? 1 : 0;
                unreadable++;
            }
            case ObjectOutcome.Stopped stopped -> objectsSent += stopped.records() > 0 ? 1 : 0;
        }
    }

    public CodeCounts codes() {
        return codes;
    }

    /// Of the records that the choice left out.
    public CodeCounts notSelectedCodes() {
        return notSelectedCodes;
    }

    /// Whether the prefix has nothing at all.
    public boolean isNothingThere() {
        return objects == 0 && newer == 0;
    }

    /// Of the requests that were sent.
    public SendReport report() {
        return report;
    }

    /// That were sent, or would be.
    public long records() {
        return records;
    }

    public long bytes() {
        return bytes;
    }

    /// When the first of these records had arrived at the stream.
    public Optional<Instant> earliest() {
        return earliest;
    }

    public Optional<Instant> latest() {
        return latest;
    }

    public long objects() {
        return objects;
    }

    public long objectsSent() {
        return objectsSent;
    }

    public long sentBefore() {
        return sentBefore;
    }

    public long notSelected() {
        return notSelected;
    }

    public long badLines() {
        return badLines;
    }

    public long unreadable() {
        return unreadable;
    }

    public long deleted() {
        return deleted;
    }

    /// Objects that came after the redrive had begun.
    public long newer() {
        return newer;
    }

    public boolean mayRepeat() {
        return mayRepeat;
    }

    /// Whether something that should have been sent was not.
    public boolean isPartly() {
        return badLines > 0 || unreadable > 0;
    }
}
