package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.stream.DeliveryStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Decides, in one step, where open objects end: at their size, at their age, or where a flush was
/// asked for. Guarded by the lock of its stream's delivery.
///
/// @param flushThrough what came before this position does not wait
record Cutting(DeliveryStream stream, Progress at, long flushThrough) {
    /// Several objects of a stream are put at once when it falls behind.
    static final int OBJECTS_MAX = 4;

    /// "No buffering" still lets requests of the same moment share an object.
    static final Duration INTERVAL_MIN = Duration.ofMillis(300);

    /// What waits so much longer than its interval has fallen behind: its destination was away, or
    /// is too slow for it.
    static final Duration LATE = Duration.ofMinutes(1);

    /// What has fallen behind is delivered in objects of that size instead of the hint's, so that
    /// it arrives in few: the largest that a hint allows.
    static final long RAISED_BYTES = 128L << 20;

    /// A step may take so long from when it asked for the time until it looks at the records: the
    /// first of a stream opens its log. A clock that is set back by less makes objects that much
    /// older.
    private static final Duration STEP_MAX = Duration.ofSeconds(5);

    /// An object that is to end, and why.
    ///
    /// @param sizeBytes the record that reaches it is the last
    private record Due(OpenObject open, CutReason reason, long sizeBytes) {}

    /// As many objects as are to be begun now.
    Sealing sealed(RandomGenerator random, Instant now) throws IOException {
        Sealing sealing = Sealing.of(at);
        Optional<Due> due = due(sealing, now);
        while (due.isPresent()) {
            Due next = due.get();
            sealing.cut(next.open(), stream, next.sizeBytes(), next.reason(), random);
            due = due(sealing, now);
        }
        return sealing;
    }

    private Optional<Due> due(Sealing sealing, Instant now) throws IOException {
        Optional<OpenObject> full = sealing.partitions().fill(sizeBytes());
        if (!mayBegin(sealing.begun().size())) {
            return Optional.empty();
        }
        if (full.isPresent()) {
            long limit = isLate(full.get(), now) ? RAISED_BYTES : sizeBytes();
            return Optional.of(new Due(full.get(), CutReason.SIZE, limit));
        }
        for (OpenObject open : sealing.partitions().open()) {
            Optional<CutReason> reason = reasonToCut(open, now);
            if (reason.isPresent()) {
                return Optional.of(new Due(open, reason.get(), sizeBytes()));
            }
        }
        return Optional.empty();
    }

    private Optional<CutReason> reasonToCut(OpenObject open, Instant now) throws IOException {
        if (open.start().position() < flushThrough) {
            return Optional.of(CutReason.FLUSH);
        }
        Optional<Instant> since = open.since();
        return since.filter(from -> isReached(from.plus(interval()), from, now))
                .map(from -> CutReason.AGE);
    }

    private boolean isLate(OpenObject open, Instant now) throws IOException {
        return open.since()
                .filter(from -> !now.isBefore(from.plus(interval()).plus(LATE)))
                .isPresent();
    }

    /// Whether the time has come for what began at `since`. A record from the future came before
    /// the clock was set back, nobody knows how long ago; or it came while this step was on its
    /// way.
    static boolean isReached(Instant due, Instant since, Instant now) {
        return !now.isBefore(due) || since.isAfter(now.plus(STEP_MAX));
    }

    private Duration interval() {
        Duration hint = stream.destination().bufferingHints().interval();
        return hint.compareTo(INTERVAL_MIN) < 0 ? INTERVAL_MIN : hint;
    }

    private long sizeBytes() {
        return stream.destination().bufferingHints().sizeBytes();
    }

    /// Whether another object may be begun: not while the destination fails, so that it gets what
    /// gathers in as few objects as the size allows once it is back.
    private boolean mayBegin(int begun) {
        List<ObjectDelivery> left =
                at.objects().stream().filter(object -> !object.isStored()).toList();
        return left.size() + begun < OBJECTS_MAX
                && left.stream().noneMatch(ObjectDelivery::hasFailed);
    }

    /// When the next open object is to be cut, if nothing comes.
    Optional<Instant> nextCut() throws IOException {
        Optional<Instant> next = Optional.empty();
        if (mayBegin(0)) {
            for (OpenObject open : at.partitions().open()) {
                next = Retention.earlier(next, open.since().map(from -> from.plus(interval())));
            }
        }
        return next;
    }

    /// Where the log must end for a step to be due before that.
    Optional<LogPoint> nextWake() {
        return mayBegin(0) ? at.partitions().nextWake(sizeBytes()) : Optional.empty();
    }
}
