package io.hydrant.cli.program;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Makes Ctrl-C and SIGTERM end a command's work in order: what is under way finishes and the
/// summary is printed. Made and closed by the thread that does the work.
public final class Interruption implements AutoCloseable {
    /// Longer than any request takes; a second Ctrl-C does not wait for it.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    /// @param end what becomes of the process once all is finished
    private Interruption(Runnable stop, Runnable end) {
        this.hook =
                new Thread(
                        () -> {
                            stop.run();
                            awaitFinished();
                            end.run();
                        },
                        "interruption");
    }

    public static Interruption stopping(Runnable stop) {
        return registered(new Interruption(stop, () -> {}));
    }

    /// For a command that has no other end: whoever ends it so has got what they wanted.
    public static Interruption quitting(Runnable stop) {
        return registered(new Interruption(stop, () -> Runtime.getRuntime().halt(ExitStatus.DONE)));
    }

    private static Interruption registered(Interruption interruption) {
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void awaitFinished() {
        try {
            if (!finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(ExitStatus.FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            return; // the process ends already, by way of this very hook
        }
    }
}
