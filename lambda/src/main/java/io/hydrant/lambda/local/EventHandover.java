package io.hydrant.lambda.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where whoever invokes a function meets its process: events go in, answers come out, one at a
/// time. Safe for use from many threads.
///
///     starting → ready → (offered → running → answered → ready)… → over
final class EventHandover {
    /// One event on its way.
    ///
    /// @param deadline when the function's time is over
    record Invocation(
            String requestId, String traceId, String functionArn, byte[] event, Instant deadline) {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /// Whether the process has asked for an event, ever. Guarded by the lock, like all below.
    private boolean isReady;

    private @Nullable Invocation offered;
    private @Nullable Invocation running;
    private @Nullable Answer answer;
    private Answer.@Nullable Failed over;
    private long lastAsker;

    EventHandover(InstantSource clock) {
        this.clock = clock;
    }

    /// Waits until the process has made itself ready.
    ///
    /// @return why it will not be, if so
    Optional<Answer.Failed> awaitReady(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (!isReady && over == null) {
                if (left <= 0) {
                    return Optional.of(
                            new Answer.Failed(
                                    "Sandbox.Timedout",
                                    "it was not ready within " + patience.toSeconds() + " s",
                                    false));
                }
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(over);
        } finally {
            lock.unlock();
        }
    }

    /// Hands the event to the process and waits for the answer; for one caller at a time.
    Answer invoke(Invocation invocation) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            offered = invocation;
            answer = null;
            changed.signalAll();
            long left = Duration.between(clock.instant(), invocation.deadline()).toNanos();
            Duration time = Duration.ofNanos(left);
            while (answer == null && over == null) {
                if (left <= 0) {
                    return new Answer.Failed(
                            "Sandbox.Timedout",
                            String.format(
                                    Locale.ROOT,
                                    "Task timed out after %.2f seconds",
                                    time.toMillis() / 1000.0),
                            false);
                }
                left = changed.awaitNanos(left);
            }
            return outcome();
        } finally {
            offered = null;
            running = null;
            lock.unlock();
        }
    }

    private Answer outcome() {
        if (answer != null) {
            return answer;
        }
        return offered != null || over == null ? new Answer.Unheard() : over;
    }

    /// The next event; empty when there will be none, or when somebody else asks meanwhile: then
    /// this asker's connection is dead.
    Optional<Invocation> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long asker = ++lastAsker;
            if (running != null) {
                answer =
                        new Answer.Failed(
                                "Runtime.NoAnswer",
                                "it asked for another event without an answer to the last one",
                                true);
                running = null;
            }
            isReady = true;
            changed.signalAll();
            while (over == null && asker == lastAsker && offered == null) {
                changed.await();
            }
            if (over == null && asker == lastAsker) {
                running = offered;
                offered = null;
                return Optional.ofNullable(running);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// @return whether it is the event that is being worked on
    boolean answer(String requestId, Answer given) {
        lock.lock();
        try {
            if (running == null || !running.requestId().equals(requestId)) {
                return false;
            }
            running = null;
            answer = given;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Whether that event is being worked on.
    boolean isRunning(String requestId) {
        lock.lock();
        try {
            return running != null && running.requestId().equals(requestId);
        } finally {
            lock.unlock();
        }
    }

    /// No more events; the first reason counts.
    void end(Answer.Failed why) {
        lock.lock();
        try {
            if (over == null) {
                over = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOver() {
        lock.lock();
        try {
            return over != null;
        } finally {
            lock.unlock();
        }
    }
}
