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

    /// As many objects as are to be begun now.
    Sealing sealed(RandomGenerator random, Instant now) throws IOException {
        Sealing sealing = new Sealing(at.open());
        Optional<CutReason> reason = reasonToCut(sealing, now);
        while (reason.isPresent()) {
            sealing.cut(stream, reason.get(), random);
            reason = reasonToCut(sealing, now);
        }
        return sealing;
    }

    private Optional<CutReason> reasonToCut(Sealing sealing, Instant now) throws IOException {
        OpenObject open = sealing.open();
        if (open.isEmpty() || !mayBegin(sealing.begun().size())) {
            return Optional.empty();
        }
        if (open.payloadBytes() >= sizeBytes()) {
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

    /// When the open object is to be cut, if nothing comes.
    Optional<Instant> nextCut() throws IOException {
        return mayBegin(0) ? dueByAge(at.open()) : Optional.empty();
    }

    /// Where the log must end for a step to be due before that.
    Optional<LogPoint> nextWake() {
        if (!mayBegin(0)) {
            return Optional.empty();
        }
        LogPoint start = at.open().start();
        return Optional.of(
                at.open().isEmpty()
                        ? new LogPoint(start.position() + 1, Long.MAX_VALUE)
                        : new LogPoint(Long.MAX_VALUE, start.payloadBytes() + sizeBytes()));
    }
}
