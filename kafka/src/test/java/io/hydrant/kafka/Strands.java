package io.hydrant.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Threads of which only one goes on at a time, and chance says which: so the same seed always does
/// the same. One goes on until it rests; time passes only while all of them rest.
final class Strands {
    private static final Duration STUCK = Duration.ofSeconds(10);
    private static final Instant EPOCH = Instant.parse("2026-11-22T10:59:58Z");

    /// Thrown out of every call of a process that was killed.
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed(String who) {
            super(who + " was killed", null, false, false);
        }
    }

    /// A process: all its strands may be killed, or frozen, at once.
    static final class Program {
        private final String name;
        private boolean isDead;
        private long frozenUntil;

        /// While it has a stream's turn, what it carries out beside rests: both want the stream.
        private boolean isInTurn;

        Program(String name) {
            this.name = name;
        }

        void kill() {
            isDead = true;
        }

        boolean isDead() {
            return isDead;
        }

        boolean isInTurn() {
            return isInTurn;
        }

        void inTurn(boolean is) {
            isInTurn = is;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// One of the threads.
    final class Strand {
        private final Program process;
        private final boolean isBeside;
        private final Semaphore turn = new Semaphore(0);
        private Thread thread = Thread.currentThread();
        private long due;

        private Strand(Program process, boolean isBeside) {
            this.process = process;
            this.isBeside = isBeside;
            this.due = now;
        }

        /// Its rest is over.
        void wake() {
            due = Math.min(due, now);
        }

        private long goesOn() {
            if (isBeside && process.isInTurn) {
                return Long.MAX_VALUE;
            }
            return isEnding || process.isDead ? now : Math.max(due, process.frozenUntil);
        }
    }

    private final SplittableRandom random;
    private final List<Strand> strands = new ArrayList<>();
    private final List<Strand> ready = new ArrayList<>();
    private final Semaphore driver = new Semaphore(0);
    private @Nullable Strand current;
    private @Nullable Throwable failure;
    private boolean isEnding;
    private long now;
    private long end;
    private long switches;

    Strands(SplittableRandom random) {
        this.random = random;
    }

    Instant now() {
        return EPOCH.plusNanos(now * 1_000);
    }

    /// How often another one went on.
    long switches() {
        return switches;
    }

    Strand current() {
        Strand running = current;
        if (running == null) {
            throw new IllegalStateException("No strand goes on");
        }
        return running;
    }

    Strand begin(Program process, Runnable body) {
        return begin(process, false, body);
    }

    /// One that rests while its process has a stream's turn.
    Strand beginBeside(Program process, Runnable body) {
        return begin(process, true, body);
    }

    private Strand begin(Program process, boolean isBeside, Runnable body) {
        Strand strand = new Strand(process, isBeside);
        strands.add(strand);
        strand.thread = Thread.ofVirtual().unstarted(() -> live(strand, body));
        strand.thread.start();
        return strand;
    }

    private void live(Strand strand, Runnable body) {
        strand.turn.acquireUninterruptibly();
        try {
            if (!strand.process.isDead && !isEnding) {
                body.run();
            }
        } catch (Killed e) {
            // As was wanted.
        } catch (RuntimeException | Error e) {
            failure = failure == null ? e : failure;
        }
        strands.remove(strand);
        handOver();
    }

    private void handOver() {
        Strand next = failure == null || isEnding ? next() : null;
        current = next;
        (next == null ? driver : next.turn).release();
    }

    /// The one that goes on; null when there is none before the end.
    private @Nullable Strand next() {
        while (true) {
            ready.clear();
            long earliest = Long.MAX_VALUE;
            for (Strand strand : strands) {
                long goesOn = strand.goesOn();
                if (goesOn <= now) {
                    ready.add(strand);
                } else {
                    earliest = Math.min(earliest, goesOn);
                }
            }
            if (!ready.isEmpty()) {
                return ready.get(random.nextInt(ready.size()));
            }
            if (earliest == Long.MAX_VALUE || earliest > end) {
                now = isEnding ? now : Math.max(now, end);
                return null;
            }
            now = earliest;
        }
    }

    /// The strand that goes on rests for so long, or until it is woken.
    void rest(Duration time) {
        Strand me = current();
        me.due = now + time.toNanos() / 1_000;
        Strand next = failure == null || isEnding ? next() : null;
        if (next != me) {
            switches++;
            current = next;
            (next == null ? driver : next.turn).release();
            me.turn.acquireUninterruptibly();
        }
        if (isEnding || me.process.isDead) {
            throw new Killed(me.process.name);
        }
    }

    /// A process does nothing for so long.
    void freeze(Program process, Duration time) {
        process.frozenUntil = now + time.toNanos() / 1_000;
    }

    boolean isFrozen(Program process) {
        return process.frozenUntil > now;
    }

    /// All go on, for so long.
    void run(Duration time) {
        end = now + time.toNanos() / 1_000;
        drive();
    }

    private void drive() {
        Strand first = next();
        if (first != null) {
            current = first;
            first.turn.release();
            awaitRest();
        }
        Throwable found = failure;
        if (found != null && !isEnding) {
            throw new AssertionError(found.toString(), found);
        }
    }

    /// A strand that waits for what another has would wait forever, since no other goes on.
    private void awaitRest() {
        try {
            while (!driver.tryAcquire(STUCK.toMillis(), TimeUnit.MILLISECONDS)) {
                Strand stuck = current;
                if (stuck != null && stuck.thread.getState() == Thread.State.WAITING) {
                    IllegalStateException where = new IllegalStateException("A strand is stuck");
                    where.setStackTrace(stuck.thread.getStackTrace());
                    throw where;
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Ends them all, unless one is stuck.
    void end() {
        if (current != null) {
            return;
        }
        isEnding = true;
        end = Long.MAX_VALUE;
        drive();
    }
}
