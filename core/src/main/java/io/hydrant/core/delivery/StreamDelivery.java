package io.hydrant.core.delivery;

import io.hydrant.core.log.EpochOverException;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.ProcessedLog;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.meter.Meters;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.transform.Transform;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The delivery of one stream, as steps: [#step] does what is due and returns the objects to put;
/// whoever puts them reports with [#finished], after which another step is due. Has no thread and
/// no timer. Safe for use from many threads.
///
/// What becomes of records on their way into the bucket:
///
///     state      who moves them on, and how             what is durable then
///     open       the log's end grows; a step cuts them  the records
///                by size, age or flush (Cutting)
///     begun      the same step writes the checkpoint    + the intent: key, range, format
///                (Progress.save)
///     under way  the same step hands them out           the same; the store may have the object
///                (State.UnderWay) to their Target
///     waiting    an attempt failed; a step tries again  the same
///                after the pause (State.Waiting)
///     stored     finished() heard so (State.Stored)     + the object in the store
///     settled    a step writes the checkpoint, at the   + the checkpoint without the intent
///                latest 100 ms later (Progress.settle)
///     trimmed    the same step (StreamLog.trim)         the object alone
///
/// The backup of a stream takes the same way by itself, from the same log: a destination that fails
/// keeps no object of the other waiting, and records are on disk until both have let go of them.
///
/// A crash leads back to the last line of which all is durable; "begun" to "stored" look the same
/// then: the object may be stored, and the store is asked with the put. A step or a report that
/// ends with an error that nobody foresaw may leave the ledgers (Ledgers) half changed. They are not
/// believed anymore: once nothing is under way, it is read again from the checkpoint, as after a
/// crash.
final class StreamDelivery {
    /// Pauses grow no more after so many: seconds, since its owner may be gone by then.
    private static final int OVERTAKINGS_TOLD = 3;

    private final StreamLogs logs;
    private final OwnLogs own;
    private final ConfiguredTransform transform;
    private final DeliveryMeter meter;
    private final Ledgers.Parts parts;
    private final Backoff backoff;
    private final boolean flushOnDelete;
    private final WakePoint wakePoint;
    private volatile DeliveryStream stream;

    /// Guards all that is below.
    private final ReentrantLock lock = new ReentrantLock();

    private final Histories histories;

    private @Nullable Ledgers ledgers;

    /// Whether `ledgers` may be half changed.
    private boolean isDoubtful;

    /// How many tasks were handed out whose end was not heard of.
    private int underWay;

    private final FlushWish flush = new FlushWish();
    private boolean isDeleted;

    /// Whether the files are being removed: nothing in them counts anymore.
    private boolean isRemoving;

    private boolean isGone;
    private Pause pause = Pause.NONE;

    /// How often another process took the log up since this one last succeeded.
    private int overtakings;

    /// @param wake is run when a step is due before the time that the last one named
    StreamDelivery(
            DeliveryStream stream,
            StreamLogs logs,
            OwnLogs own,
            Transforms transforms,
            Meters meters,
            RandomGenerator random,
            DeliverySettings settings,
            Runnable wake) {
        this.stream = stream;
        this.logs = logs;
        this.own = own;
        this.transform = new ConfiguredTransform(transforms);
        this.meter = new DeliveryMeter(meters, stream);
        this.parts = new Ledgers.Parts(random, settings.retention());
        this.backoff = new Backoff(random);
        this.flushOnDelete = settings.flushOnDelete();
        this.wakePoint = new WakePoint(wake);
        this.histories = Histories.of(stream.name());
    }

    DeliveryStream stream() {
        return stream;
    }

    /// Does what is due: cuts objects, writes down what is begun and what is done, and gives back
    /// disk. Of each task in what it returns it wants to hear with [#finished] or [#lost].
    Step step(Instant now) {
        lock.lock();
        try {
            Step step = carriedOut(now);
            underWay += step.tasks().size();
            return step;
        } catch (LogDamagedException e) {
            stuck(DeliveryError.damaged(e, stream, now), Optional.empty());
            return Step.NOTHING;
        } catch (EpochOverException e) {
            return overtaken(now);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            stuck(DeliveryError.of(e, reason, stream, now), Optional.empty());
            pause = Pause.of(now, backoff.after(histories.delivery().stepFailures()));
            return new Step(List.of(), Optional.of(pause.until()));
        } catch (RuntimeException | Error e) {
            broke(e, now);
            return new Step(List.of(), Optional.of(pause.until()));
        } finally {
            lock.unlock();
        }
    }

    private Step carriedOut(Instant now) throws IOException {
        if (isGone) {
            return Step.NOTHING;
        }
        if (!own.has(stream.logId())) {
            letGo();
            return Step.NOTHING;
        }
        if (isDoubtful && underWay > 0) {
            return Step.NOTHING;
        }
        if (!pause.isOver(now)) {
            return new Step(List.of(), Optional.of(pause.until()));
        }
        if (isRemoving || isDeleted && !deliversBeforeRemoval()) {
            removeUnlessUnderWay();
            return Step.NOTHING;
        }
        Optional<Transform> transform = this.transform.of(stream);
        Ledgers at = opened(transform.isPresent());
        flush.passOn(at);
        if (transform.isEmpty()) {
            histories.delivery().processesNothing();
            at.abandonFailedSpans();
        }
        at.beginBackup(stream);
        for (Delivering each : at.deliverings()) {
            boolean mayCut = at.mayCut(each, transform.isPresent());
            each.save(at.of(each, stream), mayCut, parts.random(), now);
            at.keepWhatIsLookedFor();
        }
        boolean hasGivenUp = at.giveUp(stream, transform.isPresent(), now, histories, meter);
        histories.delivery().stepped();
        overtakings = 0;
        return hasGivenUp ? new Step(List.of(), Optional.of(now)) : started(at, transform, now);
    }

    /// Another process has taken the log up: nothing that is known here counts anymore. It is left
    /// alone for a while; whoever still thinks then that it is theirs takes it up anew.
    private Step overtaken(Instant now) {
        isDoubtful = true;
        if (ledgers != null) {
            ledgers.stopSpan(true);
        }
        overtakings++;
        pause = Pause.of(now, backoff.after(Math.min(overtakings, OVERTAKINGS_TOLD)));
        own.wasOvertaken();
        return new Step(List.of(), Optional.of(pause.until()));
    }

    /// Another process delivers the log. What is under way ends first, and brings another step.
    private void letGo() throws IOException {
        if (underWay > 0) {
            if (ledgers != null) {
                ledgers.stopSpan(true);
            }
            return;
        }
        if (ledgers != null && !isDoubtful) {
            ledgers.settleIfPossible(stream);
        }
        ledgers = null;
        isDoubtful = false;
        pause = Pause.NONE;
        overtakings = 0;
        histories.areOver();
        logs.letGo(ProcessedLog.idOf(stream.logId()));
        logs.letGo(stream.logId());
        isGone = isDeleted;
    }

    private Ledgers opened(boolean transforms) throws IOException {
        Ledgers known = ledgers;
        if (known == null || isDoubtful) {
            known = Ledgers.open(stream, logs, transforms, parts, Optional.ofNullable(known));
            own.tookOver();
            StreamLog log = known.source().log();
            log.onAppend(() -> wakePoint.wakeIfReached(log));
            ledgers = known;
            isDoubtful = false;
        } else {
            known = known.with(stream, logs, transforms, parts);
            ledgers = known;
        }
        known.checkSound();
        return known;
    }

    /// Begins last, when nothing else can fail: what has begun is handed out.
    private Step started(Ledgers at, Optional<Transform> transform, Instant now)
            throws IOException {
        Optional<TransformStep> span = at.dueSpan(stream, transform, now);
        // Before the times: of a record that comes meanwhile either its end or its age is seen.
        Optional<LogPoint> nextWake = at.nextWake(stream, transform, span, now);
        List<ObjectDelivery> puts = new ArrayList<>();
        Stream.Builder<Optional<Instant>> due = Stream.builder();
        for (Delivering each : at.deliverings()) {
            puts.addAll(each.due(now));
            boolean mayCut = at.mayCut(each, transform.isPresent());
            due.add(each.nextDue(at.of(each, stream), mayCut, now));
        }
        if (span.isEmpty()) {
            due.add(at.nextSpan(transform, now));
        }
        List<Task> tasks = new ArrayList<>(puts);
        span.ifPresent(tasks::add);
        Step step = new Step(tasks, due.build().flatMap(Optional::stream).min(Instant::compareTo));
        wakePoint.set(nextWake, at.source().log());
        puts.forEach(ObjectDelivery::begin);
        span.ifPresent(begun -> at.transformed().orElseThrow().transforming().begin(begun));
        return step;
    }

    /// Takes in how an attempt went. A step is due then.
    void finished(Task task, Attempt attempt, Instant now) {
        lock.lock();
        try {
            underWay--;
            switch (task) {
                case ObjectDelivery object -> takeIn(object, attempt, now);
                case TransformStep span -> takeIn(span, attempt, now);
            }
        } catch (RuntimeException | Error e) {
            broke(e, now);
        } finally {
            lock.unlock();
        }
    }

    private void takeIn(ObjectDelivery object, Attempt attempt, Instant now) {
        History told = histories.of(object.isOfBackup());
        switch (attempt) {
            case Attempt.Stored stored -> {
                object.stored();
                meter.stored(object, now);
                Optional.ofNullable(ledgers).ifPresent(at -> at.delivered(object, now));
                told.delivered();
            }
            case Attempt.Failed failed -> {
                told.failed(failed.error(), failed.bug());
                meter.putFailed(object, failed.error(), stream);
                object.failed(failed.trace(), now, backoff);
            }
        }
    }

    /// What a step that failed has done counts all the same.
    private void takeIn(TransformStep span, Attempt attempt, Instant now) {
        if (ledgers == null) {
            return;
        }
        Transforming transforming = ledgers.transformed().orElseThrow().transforming();
        transforming.ended(span);
        isDoubtful |= span.isUncertain();
        meter.processed(span);
        switch (attempt) {
            case Attempt.Stored stored -> {
                histories.delivery().processed();
                transforming.succeeded();
            }
            case Attempt.Failed failed -> {
                histories.delivery().notProcessed(failed.error(), failed.bug());
                meter.spanFailed(failed.error(), stream);
                transforming.failed(now);
                isDoubtful |= failed.bug().isPresent();
            }
        }
    }

    /// Nobody will ever say how an attempt went. A step is due then. Allocates nothing.
    void lost() {
        lock.lock();
        try {
            underWay--;
            isDoubtful = true;
        } finally {
            lock.unlock();
        }
    }

    /// Something ended with an error that nobody foresaw; tried again after a pause.
    void broke(Throwable bug, Instant now) {
        lock.lock();
        try {
            isDoubtful = true;
            pause = Pause.of(now, Backoff.atMost(histories.delivery().stepFailures() + 1));
            stuck(DeliveryError.internal(bug.toString(), stream, now), Optional.of(bug));
        } finally {
            lock.unlock();
        }
    }

    private void stuck(DeliveryError error, Optional<Throwable> bug) {
        histories.delivery().stepFailed(error, bug);
        meter.stuck(error, stream);
    }

    void update(DeliveryStream updated) {
        lock.lock();
        try {
            boolean isNew = !updated.destination().equals(stream.destination());
            stream = updated;
            pause = Pause.NONE;
            if (ledgers != null) {
                ledgers.retryAll();
                ledgers.stopSpan(isNew); // What is left of it is for the new configuration.
            }
        } finally {
            lock.unlock();
        }
    }

    /// Asks for an object of all that is there at the next step, whatever its size and age.
    void flush() {
        lock.lock();
        try {
            flush.ask();
        } finally {
            lock.unlock();
        }
    }

    /// The stream is deleted; its records are discarded, or delivered and then discarded.
    void delete() {
        lock.lock();
        try {
            isDeleted = true;
            flush.ask();
            if (ledgers != null) {
                ledgers.stopSpan(!flushOnDelete);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean deliversBeforeRemoval() throws IOException {
        if (!flushOnDelete) {
            return false;
        }
        try {
            return opened(transform.of(stream).isPresent()).hasBacklog();
        } catch (LogDamagedException e) {
            return false; // It never will.
        }
    }

    /// What is being put reads the log; its end brings another step.
    private void removeUnlessUnderWay() throws IOException {
        if (underWay > 0) {
            return;
        }
        isRemoving = true;
        logs.delete(ProcessedLog.idOf(stream.logId()));
        logs.delete(stream.logId());
        isGone = true;
        ledgers = null;
    }

    /// Whether the stream is deleted and nothing is left of it.
    boolean isGone() {
        lock.lock();
        try {
            return isGone;
        } finally {
            lock.unlock();
        }
    }

    /// Writes down what is stored.
    ///
    /// @throws IOException when that fails; after the next start the store is asked for it
    void settle() throws IOException {
        lock.lock();
        try {
            Ledgers at = ledgers;
            if (at != null && !isDoubtful) {
                at.settle(stream);
            }
        } finally {
            lock.unlock();
        }
    }

    StreamStatus status(Optional<Instant> nextDue) {
        lock.lock();
        try {
            return new LogStatus(stream, logs, Optional.ofNullable(ledgers), isDoubtful, histories)
                    .told(nextDue);
        } finally {
            lock.unlock();
        }
    }
}
