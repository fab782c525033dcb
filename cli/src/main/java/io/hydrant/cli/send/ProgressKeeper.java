package io.hydrant.cli.send;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.producer.Journal;
import io.hydrant.producer.Mark;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps a sending's progress in its file, in a thread of its own so that sending goes on
/// meanwhile. Guarded by itself.
public final class ProgressKeeper implements Journal, AutoCloseable {
    /// A kill repeats at most what this holds back, and Hydrant takes it once; each write costs a
    /// forced file.
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ProgressFile file;
    private final Thread thread;
    private KeptProgress progress;

    /// Requests acknowledged without a gap, as told and as kept.
    private long toldRequests;

    private long keptRequests;
    private boolean isHurried;
    private boolean isEnded;
    private @Nullable IOException failure;

    private ProgressKeeper(ProgressFile file, KeptProgress begin) {
        this.file = file;
        this.progress = begin;
        this.thread = Thread.ofPlatform().name("progress").daemon().unstarted(this::keep);
    }

    /// From now on `begin` is what the file says.
    public static ProgressKeeper start(ProgressFile file, KeptProgress begin) throws IOException {
        file.write(begin.toBytes());
        ProgressKeeper keeper = new ProgressKeeper(file, begin);
        keeper.thread.start();
        return keeper;
    }

    @Override
    public synchronized void advanced(Mark mark, long requests) {
        progress = progress.withMark(mark);
        toldRequests = requests;
        notifyAll();
    }

    @Override
    public synchronized void awaitKept(long requests) throws IOException, InterruptedException {
        while (keptRequests < requests && failure == null) {
            isHurried = true;
            notifyAll();
            wait();
        }
        isHurried = false;
        throwFailure();
    }

    /// Keeps the last mark, and what became of the sending.
    public void end(KeptProgress.State state) throws IOException, InterruptedException {
        close();
        thread.join();
        KeptProgress last;
        synchronized (this) {
            throwFailure();
            last = progress;
        }
        file.write(last.in(state).toBytes());
    }

    private void throwFailure() throws IOException {
        IOException found = failure;
        if (found != null) {
            boolean isFolderGone = found instanceof NoSuchFileException;
            CommandFailure told =
                    new CommandFailure(
                            "Progress cannot be kept in "
                                    + file.path()
                                    + ": "
                                    + (isFolderGone ? "its folder is gone" : found.getMessage())
                                    + ".",
                            isFolderGone
                                    ? "Put the folder back, and give the same command with --resume."
                                    : "Make room, and give the same command with --resume.");
            told.initCause(found);
            throw told;
        }
    }

    private void keep() {
        try {
            while (awaitNews()) {
                KeptProgress now;
                long requests;
                synchronized (this) {
                    now = progress;
                    requests = toldRequests;
                }
                file.write(now.toBytes());
                synchronized (this) {
                    keptRequests = requests;
                    notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (this) {
                failure = e;
                notifyAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for something to keep, and then a little for more. Whether the sending goes on.
    private synchronized boolean awaitNews() throws InterruptedException {
        while (toldRequests == keptRequests && !isEnded) {
            wait();
        }
        long until = System.nanoTime() + PAUSE.toNanos();
        long left = PAUSE.toMillis();
        while (left > 0 && !isHurried && !isEnded) {
            wait(left);
            left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        }
        return !isEnded;
    }

    /// Ends the thread; what was told since the last write is left to [#end].
    @Override
    public synchronized void close() {
        isEnded = true;
        notifyAll();
    }
}
