package io.hydrant.core.delivery;

import io.hydrant.core.delivery.StreamStatus.DeliveredObject;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.log.StreamLogs;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Instant;
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
/// A crash leads back to the last line of which all is durable; "begun" to "stored" look the same
/// then: the object may be stored, and the store is asked with the put. A step or a report that
/// ends with an error that nobody foresaw may leave the ledger (Progress) half changed. It is not
/// believed anymore: once nothing is under way, it is read again from the checkpoint, as after a
/// crash.
final class StreamDelivery {
    private static final LogPoint NEVER = new LogPoint(Long.MAX_VALUE, Long.MAX_VALUE);

    private final StreamLogs logs;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final boolean flushOnDelete;
    private final Retention retention;
    private final Runnable wake;
    private volatile DeliveryStream stream;

    /// When the end of the log gets as far, in records or in bytes, a step is due at once.
    private volatile LogPoint wakeAt = NEVER;

    /// Guards all that is below.
    private final ReentrantLock lock = new ReentrantLock();

    private final History history;
    private @Nullable Progress progress;

    /// Whether `progress` may be half changed.
    private boolean isDoubtful;

    /// How many objects were handed out whose end was not heard of.
    private int underWay;

    private boolean isFlushWanted;
    private long flushThrough;
    private boolean isDeleted;

    /// Whether the files are being removed: nothing in them counts anymore.
    private boolean isRemoving;

    private boolean isGone;
    private Pause pause = Pause.NONE;

    /// @param wake is run when a step is due before the time that the last one named
    StreamDelivery(
            DeliveryStream stream,
            StreamLogs logs,
            RandomGenerator random,
            DeliverySettings settings,
            Runnable wake) {
        this.stream = stream;
        this.logs = logs;
        this.random = random;
        this.backoff = new Backoff(random);
        this.flushOnDelete = settings.flushOnDelete();
        this.retention = new Retention(settings.retention());
        this.wake = wake;
        this.history = new History(stream.name());
    }

    DeliveryStream stream() {
        return stream;
    }

    /// Does what is due: cuts objects, writes down what is begun and what is done, and gives back
    /// disk. Of each object in what it returns it wants to hear with [#finished] or [#lost].
    Step step(Instant now) {
        lock.lock();
        try {
            Step step = carriedOut(now);
            underWay += step.puts().size();
            return step;
        } catch (LogDamagedException e) {
            history.stepFailed(DeliveryError.damaged(e, stream, now), Optional.empty());
            return Step.NOTHING;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            history.stepFailed(DeliveryError.internal(reason, stream, now), Optional.empty());
            pause = Pause.of(now, backoff.after(history.stepFailures()));
            return new Step(List.of(), Optional.of(pause.until()));
        } catch (RuntimeException | Error e) {
            broke(e, now);
            return new Step(List.of(), Optional.of(pause.until()));
        } finally {
            lock.unlock();
        }
    }

    private Step carriedOut(Instant now) throws IOException {
        if (isGone || isDoubtful && underWay > 0) {
            return Step.NOTHING;
        }
        if (!pause.isOver(now)) {
            return new Step(List.of(), Optional.of(pause.until()));
        }
        if (isRemoving || isDeleted && !deliversBeforeRemoval()) {
            removeUnlessUnderWay();
            return Step.NOTHING;
        }
        Progress at = opened();
        if (isFlushWanted) {
            flushThrough = at.log().end().position();
            isFlushWanted = false;
        }
        Cutting cutting = new Cutting(stream, at, flushThrough);
        at.save(stream, cutting.sealed(random, now), now);
        boolean hasGivenUp = giveUpWhatIsTooOld(at, now);
        history.stepped();
        return hasGivenUp ? new Step(List.of(), Optional.of(now)) : started(at, cutting, now);
    }

    private Progress opened() throws IOException {
        if (isDoubtful) {
            progress = null;
        }
        Progress known = progress;
        if (known == null) {
            StreamLog log = logs.log(stream.logId());
            known = Progress.resume(log, random, !isDoubtful);
            log.onAppend(() -> wakeIfReached(log));
            progress = known;
            isDoubtful = false;
        }
        Optional<LogDamagedException> damage = known.log().damage();
        if (damage.isPresent()) {
            throw damage.get();
        }
        return known;
    }

    /// Whether there was something. Another step is due then.
    private boolean giveUpWhatIsTooOld(Progress at, Instant now) throws IOException {
        Optional<Expiry> due = retention.due(at, now);
        if (due.isPresent()) {
            at.giveUp(stream, due.get());
            history.givenUp(due.get().ranges());
            at.trim();
        }
        return due.isPresent();
    }

    /// Begins last, when nothing else can fail: what has begun is handed out.
    private Step started(Progress at, Cutting cutting, Instant now) throws IOException {
        List<ObjectDelivery> puts =
                at.objects().stream().filter(object -> object.isDue(now)).toList();
        Optional<Instant> retry =
                at.objects().stream()
                        .filter(ObjectDelivery::isWaiting)
                        .filter(object -> !object.isDue(now))
                        .map(ObjectDelivery::dueAt)
                        .min(Instant::compareTo);
        Optional<Instant> look = retention.nextLook(at, now);
        Step step =
                new Step(
                        puts,
                        Stream.of(retry, cutting.nextCut(), look, at.settlesAt())
                                .flatMap(Optional::stream)
                                .min(Instant::compareTo));
        wakeAt = cutting.nextWake().orElse(NEVER);
        wakeIfReached(at.log());
        puts.forEach(ObjectDelivery::begin);
        return step;
    }

    /// Called after every append, so it takes no lock.
    private void wakeIfReached(StreamLog log) {
        LogPoint end = log.end();
        LogPoint at = wakeAt;
        if (end.position() >= at.position() || end.payloadBytes() >= at.payloadBytes()) {
            wakeAt = NEVER;
            wake.run();
        }
    }

    /// Takes in how an attempt went. A step is due then.
    void finished(ObjectDelivery object, Attempt attempt, Instant now) {
        lock.lock();
        try {
            underWay--;
            takeIn(object, attempt, now);
        } catch (RuntimeException | Error e) {
            broke(e, now);
        } finally {
            lock.unlock();
        }
    }

    private void takeIn(ObjectDelivery object, Attempt attempt, Instant now) {
        switch (attempt) {
            case Attempt.Stored stored -> {
                object.stored();
                if (progress != null) {
                    progress.delivered(DeliveredObject.of(object.intent(), now));
                }
                history.delivered();
                retention.restart();
                retryAll();
            }
            case Attempt.Failed failed -> {
                history.failed(failed.error(), failed.bug());
                object.failed(failed.trace(), now, backoff);
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
            pause = Pause.of(now, Backoff.atMost(history.stepFailures() + 1));
            history.stepFailed(
                    DeliveryError.internal(bug.toString(), stream, now), Optional.of(bug));
        } finally {
            lock.unlock();
        }
    }

    /// The destination may work again.
    private void retryAll() {
        if (progress != null) {
            progress.objects().forEach(ObjectDelivery::retryNow);
        }
    }

    /// Tries once to put an object that a step asked for. Holds no lock meanwhile.
    Attempt attempt(Target.Choice targets, ObjectDelivery object) {
        DeliveryStream now = stream;
        return targets.of(now).deliver(now, logs, object.intent(), object.mayBeStored());
    }

    void update(DeliveryStream updated) {
        lock.lock();
        try {
            stream = updated;
            pause = Pause.NONE;
            retryAll();
        } finally {
            lock.unlock();
        }
    }

    /// Asks for an object of all that is there at the next step, whatever its size and age.
    void flush() {
        lock.lock();
        try {
            isFlushWanted = true;
        } finally {
            lock.unlock();
        }
    }

    /// The stream is deleted; its records are discarded, or delivered and then discarded.
    void delete() {
        lock.lock();
        try {
            isDeleted = true;
            isFlushWanted = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean deliversBeforeRemoval() throws IOException {
        if (!flushOnDelete) {
            return false;
        }
        try {
            Progress at = opened();
            return !at.open().isEmpty()
                    || at.objects().stream().anyMatch(object -> !object.isStored());
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
        logs.delete(stream.logId());
        isGone = true;
        progress = null;
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
            Progress at = progress;
            if (at != null && !isDoubtful && at.settlesAt().isPresent()) {
                at.settle(stream, new Sealing(at.open()));
            }
        } finally {
            lock.unlock();
        }
    }

    StreamStatus status(Optional<Instant> nextDue) {
        lock.lock();
        try {
            String logId = stream.logId();
            Optional<Progress> known = Optional.ofNullable(progress);
            return new StreamStatus(
                    known.filter(at -> !isDoubtful).map(Progress::figures),
                    logs.damage(logId).map(LogDamagedException::getMessage),
                    logs.storedRecords(logId),
                    nextDue,
                    known.flatMap(Progress::last),
                    history.lastError(),
                    history.failures(),
                    logs.refusal(logId));
        } finally {
            lock.unlock();
        }
    }
}
