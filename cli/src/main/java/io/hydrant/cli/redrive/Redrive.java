package io.hydrant.cli.redrive;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.objects.S3Address;
import io.hydrant.cli.program.CommandFailure;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.S3Object;

/// One redrive: each error object below a prefix, in the order of their keys. Memory holds a page
/// of the listing and one request's records. [#carryOut] belongs to one thread and is called once.
public final class Redrive {
    /// What is to be done.
    ///
    /// @param below bucket and prefix of the error objects
    /// @param stream to which their records go
    /// @param again when given, what was sent before that instant is sent again
    /// @param deletes whether an object is deleted when all of its records were sent
    public record Wish(
            S3Address below,
            String stream,
            Selection selection,
            Optional<Instant> again,
            boolean deletes) {
        public Wish {
            again = again.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    private final Wish wish;
    private final ErrorBucket bucket;
    private final Carrier carrier;
    private final RedriveListener listener;
    private final InstantSource clock;
    private final RedriveTotals totals = new RedriveTotals();

    /// @param carrier what is done with the records
    public Redrive(
            Wish wish,
            Clients clients,
            Carrier carrier,
            RedriveListener listener,
            InstantSource clock) {
        this.wish = wish;
        this.bucket = new ErrorBucket(clients.s3(wish.below().bucket()), wish.stream());
        this.carrier = carrier;
        this.listener = listener;
        this.clock = clock;
    }

    /// Returns when all objects are done with, or when it was stopped.
    public void carryOut() throws IOException, InterruptedException {
        try (Stream<S3Object> objects = bucket.list(wish.below())) {
            Iterator<S3Object> each = objects.iterator();
            while (each.hasNext() && !carrier.isStopped()) {
                S3Object found = each.next();
                if (bucket.isNewer(found)) {
                    totals.noteNewer();
                } else {
                    end(outcome(known(found)));
                }
            }
        }
    }

    private ErrorObject known(S3Object found) {
        return new ErrorObject(
                new S3Address(wish.below().bucket(), found.key()), found.eTag(), found.size());
    }

    private void end(ObjectOutcome outcome) {
        totals.add(outcome);
        listener.ended(outcome);
    }

    private ObjectOutcome outcome(ErrorObject object) throws IOException, InterruptedException {
        long before = totals.records();
        try {
            RedriveMarks marks = bucket.marks(object);
            Optional<RedriveMark> done = marks.done(wish.selection(), wish.again());
            return done.isPresent() ? sentBefore(object, done.get()) : redrive(object, marks);
        } catch (UnreadableObjectException e) {
            return new ObjectOutcome.Unreadable(
                    object.toString(), totals.records() - before, String.valueOf(e.getMessage()));
        }
    }

    private ObjectOutcome sentBefore(ErrorObject object, RedriveMark done) {
        boolean isWhole = done.selection().isAll() && done.badLines() == 0;
        return new ObjectOutcome.SentBefore(
                object.toString(),
                done.records(),
                done.badLines(),
                done.at(),
                deletes(object, isWhole));
    }

    private ObjectOutcome redrive(ErrorObject object, RedriveMarks marks)
            throws IOException, InterruptedException {
        Optional<RedriveMark> begun = begun(object, marks);
        RedriveMark from =
                begun.orElseGet(
                        () -> RedriveMark.begun(wish.selection(), clock.instant(), wish.again()));
        MarkJournal journal =
                new MarkJournal(bucket, object, marks, from, begun.isPresent(), clock);
        long before = totals.records();
        long bytesBefore = totals.bytes();
        try (ErrorLines lines = bucket.open(object)) {
            SelectedRecords records =
                    new SelectedRecords(
                            lines,
                            object,
                            wish.selection(),
                            from.again().isPresent() ? RedriveMarks.NONE : marks,
                            from.records(),
                            listener,
                            totals);
            boolean isWhole = carry(records, journal);
            long sent = totals.records() - before;
            return isWhole
                    ? read(object, records.tally(), sent, totals.bytes() - bytesBefore)
                    : new ObjectOutcome.Stopped(object.toString(), sent);
        }
    }

    /// What is acknowledged is written down also when the rest fails.
    private boolean carry(SelectedRecords records, MarkJournal journal)
            throws IOException, InterruptedException {
        boolean isWhole = false;
        try {
            isWhole = carrier.carry(records, journal, totals);
        } finally {
            if (carrier.leavesMarks() && journal.isBegun()) {
                if (isWhole) {
                    journal.done(records.tally().badLines());
                } else {
                    journal.keep();
                }
            }
        }
        return isWhole;
    }

    /// The one that was cut off, to be gone on with.
    private Optional<RedriveMark> begun(ErrorObject object, RedriveMarks marks) {
        Optional<RedriveMark> begun = marks.begun();
        if (begun.isEmpty() || begun.get().selection().equals(wish.selection())) {
            return begun.filter(
                    mark -> wish.again().isEmpty() || mark.again().equals(wish.again()));
        }
        throw new CommandFailure(
                "A redrive of %s to %s %s was cut off at its record %,d: which of those behind it were taken, a redrive of others could not tell."
                        .formatted(
                                object,
                                wish.stream(),
                                begun.get().selection().options(),
                                begun.get().records() + 1),
                "Finish that one first: the same command %s."
                        .formatted(begun.get().selection().options()));
    }

    private ObjectOutcome read(
            ErrorObject object, SelectedRecords.Tally tally, long sent, long bytes) {
        boolean isWhole = tally.records() > 0 && tally.notSelected() == 0 && tally.badLines() == 0;
        return new ObjectOutcome.Read(
                object.toString(),
                sent,
                bytes,
                tally.sentBefore(),
                tally.notSelected(),
                tally.badLines(),
                deletes(object, isWhole));
    }

    private boolean deletes(ErrorObject object, boolean isWhole) {
        if (!wish.deletes() || !isWhole || !carrier.leavesMarks()) {
            return false;
        }
        bucket.delete(object);
        return true;
    }

    /// Lets a request in flight finish, and sends no more. From any thread.
    public void stop() {
        carrier.stop();
    }

    /// What came of it so far.
    public RedriveTotals totals() {
        return totals;
    }
}
