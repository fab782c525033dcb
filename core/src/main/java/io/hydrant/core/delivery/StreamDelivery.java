package io.hydrant.core.delivery;

import io.hydrant.core.log.DurableLog;
import io.hydrant.core.log.LogDamagedException;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.Logs;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The delivery of one stream, as steps: [#step] does what is due and tells which objects to put;
/// whoever puts them reports with [#finished], after which another step is due. Has no thread and
/// no timer. Safe for use from many threads.
final class StreamDelivery {
    /// Several objects of a stream are put at once when it falls behind.
    static final int OBJECTS_MAX = 4;

    /// "No buffering" still lets requests of the same moment share an object.
    static final Duration INTERVAL_MIN = Duration.ofMillis(300);

    private static final LogPoint NEVER = new LogPoint(Long.MAX_VALUE, Long.MAX_VALUE);

    private final Logs logs;
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
    private boolean isFlushWanted;
    private long flushThrough;
    private boolean isDeleted;
    private boolean isGone;
    private int storeFailures;
    private Pause pause = Pause.NONE;

    /// @param wake is run when a step is due before the time that the last one told
    StreamDelivery(
            DeliveryStream stream,
            Logs logs,
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
    /// disk.
    Step step(Instant now) {
        lock.lock();
        try {
            if (isGone) {
                return Step.NOTHING;
            }
            if (!pause.isOver(now)) {
                return new Step(List.of(), Optional.of(pause.until()));
            }
            if (isDeleted && !deliversBeforeRemoval()) {
                removeUnlessUnderWay();
                return Step.NOTHING;
            }
            Progress at = opened();
            if (isFlushWanted) {
                flushThrough = at.log().end().position();
                isFlushWanted = false;
            }
            at.save(stream, sealed(at, now), now);
            boolean hasGivenUp = giveUpWhatIsTooOld(at, now);
            storeFailures = 0;
            return hasGivenUp ? new Step(List.of(), Optional.of(now)) : started(at, now);
        } catch (LogDamagedException e) {
            history.failed(damaged(e, now));
            return Step.NOTHING;
        } catch (IOException e) {
            history.failed(storeError(e, now));
            pause = Pause.of(now, backoff.after(++storeFailures));
            return new Step(List.of(), Optional.of(pause.until()));
        } finally {
            lock.unlock();
        }
    }

    private Progress opened() throws IOException {
        Progress known = progress;
        if (known == null) {
            DurableLog log = logs.log(stream.logId());
            known = Progress.resume(log, random);
            progress = known;
            log.onAppend(() -> wakeIfReached(log));
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

    private Sealing sealed(Progress at, Instant now) throws IOException {
        Sealing sealing = new Sealing(at.open());
        Optional<CutReason> reason = reasonToCut(at, sealing, now);
        while (reason.isPresent()) {
            sealing.cut(stream, reason.get(), random);
            reason = reasonToCut(at, sealing, now);
        }
        return sealing;
    }

    private Optional<CutReason> reasonToCut(Progress at, Sealing sealing, Instant now)
            throws IOException {
        OpenObject open = sealing.open();
        if (open.isEmpty() || !mayBegin(at, sealing.begun().size())) {
            return Optional.empty();
        }
        if (open.payloadBytes() >= stream.destination().bufferingHints().sizeBytes()) {
            return Optional.of(CutReason.SIZE);
        }
        if (open.start().position() < flushThrough) {
            return Optional.of(CutReason.FLUSH);
        }
        return dueByAge(open).filter(due -> isReached(due, open, now)).map(due -> CutReason.AGE);
    }

    /// A record from the future came before the clock was set back: nobody knows how long ago.
    private static boolean isReached(Instant due, OpenObject open, Instant now) {
        return !now.isBefore(due)
                || open.knownSince().filter(since -> since.isAfter(now)).isPresent();
    }

    private Optional<Instant> dueByAge(OpenObject open) throws IOException {
        Duration hint = stream.destination().bufferingHints().interval();
        Duration interval = hint.compareTo(INTERVAL_MIN) < 0 ? INTERVAL_MIN : hint;
        return open.since().map(since -> since.plus(interval));
    }

    /// Whether another object may be begun: not while the destination fails, so that it gets what
    /// gathers in as few objects as the size allows once it is back.
    private static boolean mayBegin(Progress at, int begun) {
        List<ObjectDelivery> left =
                at.objects().stream().filter(object -> !object.isStored()).toList();
        return left.size() + begun < OBJECTS_MAX
                && left.stream().noneMatch(ObjectDelivery::hasFailed);
    }

    private Step started(Progress at, Instant now) throws IOException {
        List<ObjectDelivery> puts = new ArrayList<>();
        for (ObjectDelivery object : at.objects()) {
            if (object.isDue(now)) {
                object.begin();
                puts.add(object);
            }
        }
        boolean mayBegin = mayBegin(at, 0);
        Optional<Instant> retry =
                at.objects().stream()
                        .filter(ObjectDelivery::isWaiting)
                        .map(ObjectDelivery::dueAt)
                        .min(Instant::compareTo);
        Optional<Instant> age = mayBegin ? dueByAge(at.open()) : Optional.empty();
        Optional<Instant> look = retention.nextLook(at, now);
        wakeAt = mayBegin ? nextWake(at.open()) : NEVER;
        wakeIfReached(at.log());
        return new Step(
                puts,
                Stream.of(retry, age, look, at.settlesAt())
                        .flatMap(Optional::stream)
                        .min(Instant::compareTo));
    }

    private LogPoint nextWake(OpenObject open) {
        LogPoint start = open.start();
        if (open.isEmpty()) {
            return new LogPoint(start.position() + 1, Long.MAX_VALUE);
        }
        long sizeBytes = stream.destination().bufferingHints().sizeBytes();
        return new LogPoint(Long.MAX_VALUE, start.payloadBytes() + sizeBytes);
    }

    /// Called after every append, so it takes no lock.
    private void wakeIfReached(DurableLog log) {
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
            switch (attempt) {
                case Attempt.Stored stored -> {
                    object.stored();
                    history.delivered(object.intent(), now);
                    retention.restart();
                    retryAll();
                }
                case Attempt.Failed failed -> {
                    object.failed(failed.trace(), now, backoff);
                    history.failed(failed.error());
                }
            }
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
    Attempt attempt(Courier courier, ObjectDelivery object) {
        return courier.put(stream, logs, object.intent(), object.place(), object.mayBeStored());
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
        Progress at = opened();
        return !at.open().isEmpty() || at.objects().stream().anyMatch(object -> !object.isStored());
    }

    /// What is being put reads the log; its end brings another step.
    private void removeUnlessUnderWay() throws IOException {
        Progress at = progress;
        if (at != null && at.objects().stream().anyMatch(ObjectDelivery::isUnderWay)) {
            return;
        }
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
            if (at != null && at.settlesAt().isPresent()) {
                at.settle(stream, new Sealing(at.open()));
            }
        } finally {
            lock.unlock();
        }
    }

    StreamStatus status(Optional<Instant> nextDue) {
        lock.lock();
        try {
            return StatusReport.of(
                    Optional.ofNullable(progress), history, nextDue, logs.refusal(stream.logId()));
        } finally {
            lock.unlock();
        }
    }

    /// Not one of AWS's texts, which promise that delivery will be retried.
    private DeliveryError damaged(LogDamagedException e, Instant now) {
        String message =
                "This stream has stopped: %s. Nothing of it was changed. Copy that folder away, put back an undamaged copy of the file and restart the server; or delete the stream and create it anew. See docs/INVARIANTS.md, \"A damaged log\"."
                        .formatted(e.getMessage());
        return new DeliveryError(
                DeliveryError.LOG_DAMAGED, message, stream.destination().bucket(), "", now);
    }

    private DeliveryError storeError(IOException e, Instant now) {
        String code = ErrorCode.INTERNAL_ERROR.code();
        String reason = String.valueOf(e.getMessage());
        return new DeliveryError(
                code, ErrorCode.message(code, reason), stream.destination().bucket(), "", now);
    }
}
