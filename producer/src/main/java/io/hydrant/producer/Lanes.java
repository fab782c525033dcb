package io.hydrant.producer;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Requests on their way, a few at a time. One lane sends in the caller's thread and keeps the
/// order of the records; several send from threads of their own and do not. They are few and busy
/// throughout, so they are platform threads: virtual ones cost a tenth more here. Given tasks by
/// one thread.
final class Lanes implements AutoCloseable {
    interface Task {
        void run() throws IOException, InterruptedException;
    }

    private final int count;
    private final Semaphore free;
    private final ExecutorService threads;

    /// The first task's that failed. After it no further task is begun.
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    Lanes(int count) {
        this.count = count;
        this.free = new Semaphore(count);
        this.threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().name("send-", 1).daemon().factory());
    }

    /// Runs the task, now or soon; waits for a free lane. Throws what an earlier task failed with.
    void run(Task task) throws IOException, InterruptedException {
        if (count == 1) {
            task.run();
            return;
        }
        free.acquire();
        if (failure.get() != null) {
            free.release();
            throwFailure();
        }
        threads.execute(() -> runInLane(task));
    }

    private void runInLane(Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    /// Waits until every task has ended.
    @Override
    public void close() {
        free.acquireUninterruptibly(count);
        threads.shutdown();
    }

    /// Throws what a task failed with, if one did.
    void throwFailure() throws IOException {
        switch (failure.get()) {
            case null -> {}
            case IOException broken -> throw broken;
            case RuntimeException unexpected -> throw unexpected;
            case Exception other -> throw new IllegalStateException(other);
        }
    }
}
