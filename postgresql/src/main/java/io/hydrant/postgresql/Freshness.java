package io.hydrant.postgresql;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// How old it is what this node knows of the others' changes. A look makes it as old as the look's
/// own beginning.
///
/// What is older than [#FRESH] is not acted by: whoever asks waits for a look. So a process that
/// was frozen and wakes looks first. Only when the database is asked and does not answer is what
/// was known good for [#OUT_OF_TOUCH]. Safe for use from many threads.
final class Freshness {
    /// Within this time a key that was revoked at one node stops working at the others.
    static final Duration FRESH = Duration.ofSeconds(2);

    /// How long a node goes by what it knows while the database does not answer. Long enough for a
    /// database to start again, and short enough for a key that was revoked.
    static final Duration OUT_OF_TOUCH = Duration.ofSeconds(10);

    /// How long a look is waited for: the pause between two, and a half second for the answer.
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasLooked = lock.newCondition();
    private volatile long lookedAtNanos;

    /// When a look was waited for in vain.
    private volatile long inVainAtNanos;

    Freshness(LongSupplier nanos) {
        this.nanos = nanos;
        this.lookedAtNanos = nanos.getAsLong();
        this.inVainAtNanos = lookedAtNanos - FRESH.toNanos();
    }

    long now() {
        return nanos.getAsLong();
    }

    Duration age() {
        return Duration.ofNanos(nanos.getAsLong() - lookedAtNanos);
    }

    boolean isFresh() {
        return age().compareTo(FRESH) < 0;
    }

    /// A look has ended that began then.
    void looked(long beganNanos) {
        lock.lock();
        try {
            lookedAtNanos = beganNanos;
            hasLooked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A look has failed: nobody need wait for it.
    void failed() {
        lock.lock();
        try {
            inVainAtNanos = nanos.getAsLong();
            hasLooked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether what is known may be acted by. May wait for a look.
    boolean isGood() {
        if (!isFresh() && !wasInVain()) {
            await();
        }
        return age().compareTo(OUT_OF_TOUCH) < 0;
    }

    private boolean wasInVain() {
        return nanos.getAsLong() - inVainAtNanos < FRESH.toNanos();
    }

    private void await() {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (!isFresh() && !wasInVain()) {
                if (left <= 0) {
                    inVainAtNanos = nanos.getAsLong();
                    return;
                }
                left = hasLooked.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
