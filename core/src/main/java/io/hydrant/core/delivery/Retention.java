package io.hydrant.core.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides when records are given up: they are older than the retention, and their destination has
/// failed ever since that was seen, for a while and at least once. So records that merely waited,
/// for their interval or for a server that was off, are tried first; and a clock that was set
/// forward by mistake may be corrected meanwhile. A record's age is counted from the arrival that
/// the clock told then, which is when it was made, if it was made of another. Guarded by the lock
/// of its stream's delivery.
final class Retention {
    /// How long records that are too old are tried at most.
    private static final Duration GRACE_MAX = Duration.ofMinutes(10);

    /// They are tried for such a part of the retention, if that is less.
    private static final int GRACE_PART = 6;

    /// Empty: nothing is ever given up.
    private final Optional<Duration> age;

    private @Nullable Instant overdueSince;

    Retention(Optional<Duration> age) {
        this.age = age;
    }

    /// The destination works.
    void restart() {
        overdueSince = null;
    }

    /// What is to be given up now, if anything.
    ///
    /// @param withOpen whether also what is in no object yet may be given up
    Optional<Expiry> due(Progress at, boolean withOpen, Instant now) throws IOException {
        if (age.isEmpty()
                || oldest(at, withOpen, now).filter(time -> isOverdue(time, now)).isEmpty()) {
            overdueSince = null;
            return Optional.empty();
        }
        Instant since = overdueSince;
        if (since == null || now.isBefore(since)) {
            since = now;
            overdueSince = since;
        }
        Instant seen = since;
        boolean isOver =
                !now.isBefore(graceEnd(seen))
                        && at.objects().stream().anyMatch(each -> each.hasFailedSince(seen));
        return isOver
                ? Optional.of(Expiry.of(at, now.minus(age.get()), withOpen))
                : Optional.empty();
    }

    /// When it is worth while to ask again, if nothing else happens.
    Optional<Instant> nextLook(Progress at, boolean withOpen, Instant now) throws IOException {
        if (age.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> next =
                overdueSince == null
                        ? oldest(at, withOpen, now).map(time -> time.plus(age.get()))
                        : Optional.of(graceEnd(overdueSince));
        return next.filter(time -> time.isAfter(now));
    }

    private Instant graceEnd(Instant since) {
        Duration part = age.orElseThrow().dividedBy(GRACE_PART);
        return since.plus(part.compareTo(GRACE_MAX) < 0 ? part : GRACE_MAX);
    }

    private boolean isOverdue(Instant time, Instant now) {
        return !time.plus(age.orElseThrow()).isAfter(now);
    }

    /// From when the age of what can be given up next is counted; empty while nothing fails.
    private Optional<Instant> oldest(Progress at, boolean withOpen, Instant now)
            throws IOException {
        Optional<Instant> oldest = Optional.empty();
        for (ObjectDelivery object : at.objects()) {
            if (object.isWaiting() && object.hasFailed()) {
                oldest = earlier(oldest, Optional.of(countedFrom(object, now)));
            }
        }
        if (withOpen && oldest.isPresent()) {
            for (OpenObject open : at.partitions().open()) {
                oldest = earlier(oldest, open.since());
            }
        }
        return oldest;
    }

    /// An object that may be stored is given up as a whole, so its youngest record counts.
    private Instant countedFrom(ObjectDelivery object, Instant now) throws IOException {
        Instant oldest = object.agesFrom();
        return object.isFree() || !isOverdue(oldest, now) ? oldest : object.newestArrival();
    }

    static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Instant::compareTo);
    }
}
