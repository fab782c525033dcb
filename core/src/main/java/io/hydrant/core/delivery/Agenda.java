package io.hydrant.core.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The times at which the streams' next steps are due; the stream that is due longest comes first.
/// Safe for use from many threads.
///
/// Should a stream get lost on its way onto the agenda or off it, because there is no memory or for
/// a bug, then nobody knows which: all streams are on the agenda again a second later.
final class Agenda {
    /// The clock is looked at so often, in case it was set; and so long a stream that got lost
    /// waits.
    static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private record Entry(Instant due, long order, StreamDelivery stream) {}

    private final Supplier<Collection<StreamDelivery>> all;

    /// Guards what is below.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
    private final Map<StreamDelivery, Entry> byStream = new HashMap<>();
    private long order;
    private Instant lastLook = Instant.MIN;

    /// Set also without the lock.
    private volatile boolean isIncomplete;

    /// @param all the streams that there are
    Agenda(Supplier<Collection<StreamDelivery>> all) {
        this.all = all;
    }

    /// Puts a stream on the agenda, unless it is there for an earlier time.
    void add(StreamDelivery stream, Instant due) {
        boolean isThere = false;
        lock.lock();
        try {
            put(stream, due);
            isThere = true;
        } finally {
            if (!isThere) {
                isIncomplete = true;
            }
            lock.unlock();
        }
    }

    private void put(StreamDelivery stream, Instant due) {
        @Nullable Entry known = byStream.get(stream);
        if (known != null) {
            if (!due.isBefore(known.due())) {
                return;
            }
            entries.remove(known);
        }
        Entry entry = new Entry(due, order++, stream);
        entries.add(entry);
        byStream.put(stream, entry);
        changed.signal();
    }

    /// A stream that had its turn, or should have been added, is not on the agenda.
    void hasLostOne() {
        isIncomplete = true;
    }

    /// Takes the stream that is due longest off the agenda; empty when none is due.
    Optional<StreamDelivery> takeDue(Instant now) {
        boolean isDone = false;
        lock.lock();
        try {
            Optional<StreamDelivery> due = take(now);
            isDone = true;
            return due;
        } finally {
            if (!isDone) {
                isIncomplete = true;
            }
            lock.unlock();
        }
    }

    private Optional<StreamDelivery> take(Instant now) {
        if (isIncomplete) {
            restore(now.plus(LOOK_AGAIN));
        }
        boolean wasSetBack = now.isBefore(lastLook);
        lastLook = now;
        if (wasSetBack) {
            makeAllDue(now);
        }
        if (entries.isEmpty() || entries.first().due().isAfter(now)) {
            return Optional.empty();
        }
        StreamDelivery stream = entries.removeFirst().stream();
        byStream.remove(stream);
        return Optional.of(stream);
    }

    private void restore(Instant due) {
        isIncomplete = false;
        entries.clear();
        byStream.clear();
        all.get().forEach(stream -> put(stream, due));
    }

    private void makeAllDue(Instant now) {
        Entry[] known = entries.toArray(Entry[]::new);
        entries.clear();
        byStream.clear();
        for (Entry entry : known) {
            put(entry.stream(), now);
        }
    }

    /// Takes the stream that is due longest off the agenda; waits for one, but not for longer than
    /// a second.
    Optional<StreamDelivery> awaitDue(InstantSource clock) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNanos = LOOK_AGAIN.toNanos();
            Optional<StreamDelivery> due = takeDue(clock.instant());
            while (due.isEmpty() && leftNanos > 0) {
                long nanos = Math.min(leftNanos, untilNext(clock.instant()).toNanos());
                leftNanos -= nanos - changed.awaitNanos(nanos);
                due = takeDue(clock.instant());
            }
            return due;
        } finally {
            lock.unlock();
        }
    }

    private Duration untilNext(Instant now) {
        if (entries.isEmpty() || entries.first().due().isAfter(now.plus(LOOK_AGAIN))) {
            return LOOK_AGAIN;
        }
        return Duration.between(now, entries.first().due());
    }

    /// The time at which the next stream is due.
    Optional<Instant> nextDue() {
        lock.lock();
        try {
            return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first().due());
        } finally {
            lock.unlock();
        }
    }

    /// The time at which this stream is due.
    Optional<Instant> due(StreamDelivery stream) {
        lock.lock();
        try {
            return Optional.ofNullable(byStream.get(stream)).map(Entry::due);
        } finally {
            lock.unlock();
        }
    }
}
