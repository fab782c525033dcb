package io.hydrant.cli.redrive;

import io.hydrant.producer.Journal;
import io.hydrant.producer.Mark;
import io.hydrant.producer.RecordSource;
import java.io.IOException;
import java.time.InstantSource;

/// Keeps how far an object's records are acknowledged in the object's tags: before the first
/// request, and after each before the next. So whoever goes on after a kill repeats one request at
/// most. Used by one thread.
final class MarkJournal implements Journal {
    private final ErrorBucket bucket;
    private final ErrorObject object;
    private final InstantSource clock;
    private final RequestNaming naming;
    private RedriveMarks marks;
    private RedriveMark mark;
    private boolean isKept;
    private boolean isBegun;

    /// @param marks what earlier redrives have written down
    /// @param mark where this one begins
    /// @param isKept whether that is written down
    MarkJournal(
            ErrorBucket bucket,
            ErrorObject object,
            RedriveMarks marks,
            RedriveMark mark,
            boolean isKept,
            InstantSource clock) {
        this.bucket = bucket;
        this.object = object;
        this.marks = marks;
        this.mark = mark;
        this.isKept = isKept;
        this.isBegun = isKept;
        this.clock = clock;
        this.naming = RequestNaming.of(object, mark);
    }

    RequestNaming naming() {
        return naming;
    }

    /// Whether a record may have been sent, by this run or the one that was cut off.
    boolean isBegun() {
        return isBegun;
    }

    /// How many records are acknowledged, with those of an earlier run.
    long acknowledged() {
        return mark.records();
    }

    /// The same records, of which none is read before it is written down that they are being sent.
    RecordSource guarding(RecordSource records) {
        return () -> {
            var next = records.next();
            if (next.isPresent()) {
                keep();
            }
            return next;
        };
    }

    @Override
    public void advanced(Mark reached, long requests) {
        mark = mark.reached(reached.records() - naming.first(), clock.instant());
        isKept = false;
    }

    @Override
    public void awaitKept(long requests) throws IOException {
        keep();
    }

    /// What is acknowledged is written down, if it is not yet.
    void keep() throws UnreadableObjectException {
        if (!isKept) {
            write(mark);
        }
    }

    /// All are acknowledged.
    ///
    /// @param badLines that held no record
    void done(long badLines) throws UnreadableObjectException {
        write(mark.done(mark.records(), badLines, clock.instant()));
    }

    private void write(RedriveMark now) throws UnreadableObjectException {
        marks = marks.with(now);
        bucket.mark(object, marks);
        isKept = true;
        isBegun = true;
    }
}
