package io.hydrant.core.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// When each stream's next step is due; whoever is due longest comes first. Safe for use from many
/// threads.
final class Agenda {
    /// The clock is looked at so often, in case it was set.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private record Entry(Instant due, long order, StreamDelivery stream) {}

    /// Guards what is below.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
    private final Map<StreamDelivery, Entry> byStream = new HashMap<>();
    private long order;
    private Instant lastLook = Instant.MIN;

    /// Puts a stream on the agenda, unless it is there for an earlier time.
    void add(StreamDelivery stream, Instant due) {
        lock.lock();
        try {
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
        } finally {
            lock.unlock();
        }
    }

    /// Takes the stream that is due longest off the agenda; empty when none is due.
    Optional<StreamDelivery> takeDue(Instant now) {
        lock.lock();
        try {
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
        } finally {
            lock.unlock();
        }
    }

    private void makeAllDue(Instant now) {
        Entry[] all = entries.toArray(Entry[]::new);
        entries.clear();
        byStream.clear();
        for (Entry entry : all) {
            add(entry.stream(), now);
        }
    }

    /// Waits for a stream that is due and takes it off the agenda.
    StreamDelivery awaitDue(InstantSource clock) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Optional<StreamDelivery> due = takeDue(clock.instant());
            while (due.isEmpty()) {
                long nanos = untilNext(clock.instant()).toNanos();
                changed.await(nanos, TimeUnit.NANOSECONDS);
                due = takeDue(clock.instant());
            }
            return due.get();
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

    /// When the next stream is due.
    Optional<Instant> nextDue() {
        lock.lock();
        try {
            return entries.isEmpty() ? Optional.empty() : Optional.of(entries.first().due());
        } finally {
            lock.unlock();
        }
    }

    /// When this stream is due.
    Optional<Instant> due(StreamDelivery stream) {
        lock.lock();
        try {
            return Optional.ofNullable(byStream.get(stream)).map(Entry::due);
        } finally {
            lock.unlock();
        }
    }
}
