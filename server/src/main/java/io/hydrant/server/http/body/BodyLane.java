package io.hydrant.server.http.body;

import io.hydrant.server.http1.RequestBody;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Room in memory for bodies of one kind. A request that would go beyond waits until others have
/// been answered. Room that becomes free goes to whoever waits and has the least, so that one owner
/// who asks for all of it has a share while others ask too. While one has waited for a while, the
/// body that comes slowest is given up, of those who have more than their share if somebody who has
/// less waits, and then the next: whoever takes room and hardly fills it makes place for those who
/// do. Safe for use from many threads.
final class BodyLane {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /// What is nearly there is waited for.
    private static final double NEARLY_SECONDS = 0.5;

    private final int capacity;
    private final Semaphore free;
    private final Duration patience;
    private final Duration grace;
    private final Set<Room> taken = ConcurrentHashMap.newKeySet();

    /// Guards the four that follow.
    private final ReentrantLock giving = new ReentrantLock();

    /// By owner, each owner's in the order in which they came.
    private final Map<String, Deque<Waiter>> waiters = new LinkedHashMap<>();

    /// Kibibytes by owner, kept up to date for as long as anybody waits: nearly, for those who come
    /// and go at the very moment when somebody begins to wait do not hold the lock.
    private Map<String, Long> held = new HashMap<>();

    /// Whether a thread is there that gives up slow bodies.
    private boolean isWatched;

    /// How many wait; read without the lock, written with it.
    private volatile int waiting;

    /// When somebody began to wait, in nanoseconds of the system's timer.
    private volatile long waitingSince;

    /// Kibibytes that are wanted, and the room once it is given.
    private record Waiter(String owner, int size, CompletableFuture<Room> room) {}

    /// @param patience how long a request waits before it is told to come back later
    /// @param grace how long one waits, and how long a body may take, before bodies are given up
    BodyLane(long bytes, Duration patience, Duration grace) {
        this.capacity = inKibibytes(bytes);
        this.free = new Semaphore(capacity);
        this.patience = patience;
        this.grace = grace;
    }

    /// Room at once; empty when there is none, or when others wait for it.
    Optional<Room> tryEnter(String owner, long bytes) {
        int size = inKibibytes(bytes);
        boolean isThere = size == 0 || waiting == 0 && free.tryAcquire(size);
        return isThere ? Optional.of(room(owner, size)) : Optional.empty();
    }

    /// Waits for room; empty when there was none in time.
    Optional<Room> enter(String owner, long bytes) {
        return tryEnter(owner, bytes).or(() -> waitFor(owner, inKibibytes(bytes)));
    }

    /// How many wait.
    int waiting() {
        return waiting;
    }

    private Room room(String owner, int size) {
        Room room = new Room(owner, size);
        taken.add(room);
        return room;
    }

    private Optional<Room> waitFor(String owner, int size) {
        Waiter waiter = new Waiter(owner, size, new CompletableFuture<>());
        join(waiter);
        try {
            return Optional.of(waiter.room().get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException none) {
            return leave(waiter);
        } catch (InterruptedException e) {
            leave(waiter).ifPresent(Room::close);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held
    private void join(Waiter waiter) {
        giving.lock();
        try {
            if (waiting == 0) {
                held = counted();
                waitingSince = System.nanoTime();
            }
            waiters.computeIfAbsent(waiter.owner(), owner -> new ArrayDeque<>()).add(waiter);
            waiting++;
            give(); // what became free before anybody waited
            if (!isWatched && waiting > 0) {
                isWatched = true;
                Thread.ofVirtual().name("body-lane").start(this::giveUpSlowBodies);
            }
        } finally {
            giving.unlock();
        }
    }

    /// @return the room that was given at the last moment
    private Optional<Room> leave(Waiter waiter) {
        giving.lock();
        try {
            remove(waiter);
            give(); // others may want less
            return Optional.ofNullable(waiter.room().getNow(null));
        } finally {
            giving.unlock();
        }
    }

    /// The lock is held.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void remove(Waiter waiter) {
        Deque<Waiter> line = waiters.getOrDefault(waiter.owner(), new ArrayDeque<>());
        if (line.remove(waiter)) {
            waiting--;
        }
        if (line.isEmpty()) {
            waiters.remove(waiter.owner());
        }
    }

    /// Gives what is free to those who wait. The lock is held.
    private void give() {
        while (waiting > 0) {
            Waiter next = first();
            if (!free.tryAcquire(next.size())) {
                return;
            }
            remove(next);
            held.merge(next.owner(), (long) next.size(), Long::sum);
            next.room().complete(room(next.owner(), next.size()));
        }
    }

    /// Of the owner who has the least. The lock is held.
    private Waiter first() {
        return waiters.entrySet().stream()
                .min(Comparator.comparingLong(line -> held.getOrDefault(line.getKey(), 0L)))
                .map(line -> line.getValue().getFirst())
                .orElseThrow();
    }

    private void giveBack(Room room) {
        free.release(room.size);
        if (waiting == 0) {
            return;
        }
        giving.lock();
        try {
            held.merge(room.owner, (long) -room.size, Long::sum);
            give();
        } finally {
            giving.unlock();
        }
    }

    private Map<String, Long> counted() {
        Map<String, Long> sums = new HashMap<>();
        taken.forEach(room -> sums.merge(room.owner, (long) room.size, Long::sum));
        return sums;
    }

    /// For as long as anybody waits.
    private void giveUpSlowBodies() {
        try {
            Thread.sleep(grace);
            while (isWatched()) {
                if (System.nanoTime() - waitingSince >= grace.toNanos()) {
                    slowest().ifPresent(Room::giveUp);
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWatched() {
        giving.lock();
        try {
            isWatched = waiting > 0;
            return isWatched;
        } finally {
            giving.unlock();
        }
    }

    /// Of those that have had their time and will need some more.
    private Optional<Room> slowest() {
        record Pace(Room room, double bytesPerSecond) {}
        long now = System.nanoTime();
        Set<String> greedy = greedy();
        return taken.stream()
                .filter(room -> room.isComing(now))
                .filter(room -> greedy.isEmpty() || greedy.contains(room.owner))
                .map(room -> new Pace(room, room.bytesPerSecond(now)))
                .filter(pace -> pace.room().left() > NEARLY_SECONDS * pace.bytesPerSecond())
                .min(Comparator.comparingDouble(Pace::bytesPerSecond))
                .map(Pace::room);
    }

    /// Those who have more than their share while somebody who has less waits.
    private Set<String> greedy() {
        giving.lock();
        try {
            held = counted();
            Set<String> asking = new HashSet<>(held.keySet());
            asking.addAll(waiters.keySet());
            long share = capacity / Math.max(1, asking.size());
            boolean isShort =
                    waiters.keySet().stream()
                            .anyMatch(owner -> held.getOrDefault(owner, 0L) < share);
            asking.removeIf(owner -> !isShort || held.getOrDefault(owner, 0L) <= share);
            return asking;
        } finally {
            giving.unlock();
        }
    }

    private static int inKibibytes(long bytes) {
        return Math.toIntExact(Math.min((bytes + 1_023) >> 10, Integer.MAX_VALUE));
    }

    /// What one body takes, until it is closed. It belongs to the thread that reads the body.
    final class Room implements AutoCloseable {
        private final String owner;
        private final int size;
        private final long entered = System.nanoTime();

        /// Set for as long as the body is read.
        private volatile @Nullable Arrival arrival;

        private Room(String owner, int size) {
            this.owner = owner;
            this.size = size;
        }

        /// @param arrival of the body that is read into this room, from now on
        void beginReading(Arrival arrival) {
            this.arrival = arrival;
        }

        void endReading() {
            arrival = null;
        }

        private boolean isComing(long now) {
            return arrival != null && now - entered >= grace.toNanos();
        }

        private double bytesPerSecond(long now) {
            return came() * 1e9 / Math.max(1, now - entered);
        }

        private long left() {
            return ((long) size << 10) - came();
        }

        private long came() {
            Arrival coming = arrival;
            return coming == null ? (long) size << 10 : coming.bytes().getAsLong();
        }

        private void giveUp() {
            Arrival coming = arrival;
            if (coming != null) {
                arrival = null;
                coming.giveUp().run();
            }
        }

        @Override
        public void close() {
            if (taken.remove(this)) {
                giveBack(this);
            }
        }
    }

    /// How much of a body has come, and how its reading is ended. Both are asked from another
    /// thread.
    record Arrival(LongSupplier bytes, Runnable giveUp) {
        static Arrival of(RequestBody body) {
            return new Arrival(body::count, body::giveUp);
        }
    }
}
