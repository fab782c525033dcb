package io.hydrant.core.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets appends that arrive while others are being forced share the next force. There is no thread
/// for it: the first that finds nobody at work writes for all that wait, itself included, and then
/// hands over. An append that is alone goes through at once.
final class GroupCommit {

    /// Writes and forces frames, in this order. Called by one thread at a time.
    @FunctionalInterface
    interface Writer {
        void write(List<Frame> frames) throws IOException;
    }

    /// Something that must not happen while frames are written.
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    private final Writer writer;

    /// Guards what is below, but is not held while frames are written.
    private final ReentrantLock lock = new ReentrantLock();

    /// A set that keeps its order, since it stays whole when there is no memory for one more.
    private final LinkedHashSet<Waiting> queue = new LinkedHashSet<>();

    private boolean atWork;

    GroupCommit(Writer writer) {
        this.writer = writer;
    }

    /// Returns when the frame is forced, and only then.
    ///
    /// @throws IOException when it is not in the log
    void commit(Frame frame) throws IOException {
        Waiting mine = new Waiting(frame, lock.newCondition());
        lock.lock();
        try {
            queue.add(mine);
            while (atWork && mine.fate == Fate.OPEN) {
                mine.turn.awaitUninterruptibly();
            }
            if (mine.fate == Fate.OPEN) {
                writeAll();
            }
        } finally {
            leave(mine);
            lock.unlock();
        }
        if (mine.fate != Fate.FORCED) {
            throw refused(mine.failure);
        }
    }

    /// Each gets an exception of its own, which its own thread makes.
    private static IOException refused(@Nullable Throwable failure) {
        return failure instanceof IOException known
                ? new IOException(known.getMessage(), known)
                : new IOException("Appending failed: " + failure, failure);
    }

    /// Runs the action while no frame is written.
    void alone(Action action) throws IOException {
        Waiting mine = new Waiting(null, lock.newCondition());
        lock.lock();
        try {
            if (atWork) {
                queue.add(mine);
            }
            while (atWork) {
                mine.turn.awaitUninterruptibly();
            }
            queue.remove(mine);
            work(action);
        } finally {
            leave(mine);
            lock.unlock();
        }
    }

    /// Whoever leaves, for whatever reason, is waited for by nobody: the next in the queue has its
    /// turn.
    private void leave(Waiting mine) {
        if (mine.fate == Fate.OPEN && queue.remove(mine) && !atWork) {
            signalNext();
        }
    }

    /// Whether the action was run: it is not when frames are written or wait for it.
    boolean aloneIfIdle(Action action) throws IOException {
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (atWork || !queue.isEmpty()) {
                return false;
            }
            work(action);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// How many wait for their turn.
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /// Writes what waits. Every frame that is taken off the queue gets its fate, also when the
    /// writer ends with an error that nobody foresaw.
    private void writeAll() {
        List<Waiting> round = new ArrayList<>(queue.size());
        List<Frame> frames = new ArrayList<>(queue.size());
        for (Waiting waiting : queue) {
            Frame frame = waiting.frame;
            if (frame != null) {
                round.add(waiting);
                frames.add(frame);
            }
        }
        queue.removeIf(waiting -> waiting.frame != null);
        Fate fate = Fate.REFUSED;
        @Nullable Throwable failure = null;
        try {
            work(() -> writer.write(frames));
            fate = Fate.FORCED;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        } finally {
            for (int i = 0; i < round.size(); i++) {
                round.get(i).end(fate, failure);
            }
        }
    }

    /// Does the work without the lock, then wakes whoever waits longest.
    private void work(Action action) throws IOException {
        atWork = true;
        lock.unlock();
        try {
            action.run();
        } finally {
            lock.lock();
            atWork = false;
            signalNext();
        }
    }

    private void signalNext() {
        if (!queue.isEmpty()) {
            queue.getFirst().turn.signal();
        }
    }

    private enum Fate {
        OPEN,
        FORCED,
        REFUSED
    }

    /// Somebody who waits: for his frame, or, without one, for his turn.
    private static final class Waiting {
        private final @Nullable Frame frame;
        private final Condition turn;
        private Fate fate = Fate.OPEN;
        private @Nullable Throwable failure;

        private Waiting(@Nullable Frame frame, Condition turn) {
            this.frame = frame;
            this.turn = turn;
        }

        /// Allocates nothing, so that it works when there is no memory.
        private void end(Fate end, @Nullable Throwable why) {
            fate = end;
            failure = why;
            turn.signal();
        }
    }
}
