package io.hydrant.core.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private boolean atWork;

    GroupCommit(Writer writer) {
        this.writer = writer;
    }

    /// Returns when the frame is forced.
    ///
    /// @throws IOException when it is not in the log
    void commit(Frame frame) throws IOException {
        Waiting mine = new Waiting(frame, lock.newCondition());
        lock.lock();
        try {
            queue.add(mine);
            while (atWork && !mine.isDone) {
                mine.turn.awaitUninterruptibly();
            }
            if (!mine.isDone) {
                writeAll();
            }
        } finally {
            lock.unlock();
        }
        if (mine.failure != null) {
            throw new IOException(mine.failure.getMessage(), mine.failure);
        }
    }

    /// Runs the action while no frame is written.
    void alone(Action action) throws IOException {
        Waiting mine = new Waiting(null, lock.newCondition());
        lock.lock();
        try {
            while (atWork) {
                queue.add(mine);
                mine.turn.awaitUninterruptibly();
                queue.remove(mine);
            }
            work(action);
        } finally {
            lock.unlock();
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

    private void writeAll() {
        List<Waiting> round = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        for (Waiting waiting : queue) {
            Frame frame = waiting.frame;
            if (frame != null) {
                round.add(waiting);
                frames.add(frame);
            }
        }
        queue.removeIf(waiting -> waiting.frame != null);
        Optional<IOException> failure = Optional.empty();
        try {
            work(() -> writer.write(frames));
        } catch (IOException e) {
            failure = Optional.of(e);
        } catch (RuntimeException e) {
            failure = Optional.of(new IOException("Appending failed: " + e, e));
        }
        for (Waiting waiting : round) {
            waiting.failure = failure.orElse(null);
            waiting.isDone = true;
            waiting.turn.signal();
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
            if (!queue.isEmpty()) {
                queue.getFirst().turn.signal();
            }
        }
    }

    private static final class Waiting {
        private final @Nullable Frame frame;
        private final Condition turn;
        private boolean isDone;
        private @Nullable IOException failure;

        private Waiting(@Nullable Frame frame, Condition turn) {
            this.frame = frame;
            this.turn = turn;
        }
    }
}
