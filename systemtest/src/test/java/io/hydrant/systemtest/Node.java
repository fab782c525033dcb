package io.hydrant.systemtest;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A node of a cluster, and who sees to it that it runs, as systemd or Kubernetes does: a process
/// that has ended is started again, after a pause that whoever killed it chose. A process that has
/// ended by itself although it was ready is a fault.
final class Node implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;

    /// Between two starts of one that does not come up, since what it needs is away.
    private static final long PAUSE_MILLIS = 300;

    /// Who lives for seconds has no use for the optimising compiler.
    private static final List<String> JAVA = List.of("-XX:TieredStopAtLevel=1");

    /// What a server never says, whatever is away.
    private static final List<String> OWN_FAULTS =
            List.of(
                    "NullPointerException",
                    "IllegalStateException",
                    "IllegalArgumentException",
                    "IndexOutOfBounds",
                    "ClassCastException",
                    "ConcurrentModification",
                    "AssertionError",
                    "OutOfMemoryError",
                    "StackOverflowError",
                    "NoClassDefFoundError");

    private static final int FAULTS_MAX = 20;

    private final String name;
    private final Path data;
    private final int port;
    private final List<String> options;
    private final Map<String, String> environment;
    private final List<String> faults = new ArrayList<>();
    private final Thread keeper;
    private ServerProcess process;
    private boolean isKilled;
    private boolean wasReady;
    private boolean isOver;
    private boolean isFrozen;
    private long startAtNanos;
    private int failedStarts;

    Node(String name, Path data, int port, List<String> options, Map<String, String> environment)
            throws IOException {
        this.name = name;
        this.data = data;
        this.port = port;
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
        this.process = launch();
        this.keeper = Thread.ofVirtual().name(name).start(this::keep);
    }

    private ServerProcess launch() throws IOException {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--listen", "127.0.0.1:" + port));
        return ServerProcess.launch(data, JAVA, environment, all.toArray(String[]::new));
    }

    private void keep() {
        try {
            while (!isOver()) {
                look();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isOver() {
        return isOver;
    }

    private synchronized void look() {
        if (isOver) {
            return;
        }
        wasReady |= process.isReady();
        if (process.isAlive()) {
            return;
        }
        if (startAtNanos == 0) {
            ended();
            startAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
        } else if (System.nanoTime() - startAtNanos >= 0) {
            startAnew();
        }
    }

    private void ended() {
        if (isKilled) {
            return;
        }
        if (wasReady) {
            fault("it has ended by itself: " + lastWords());
        } else {
            failedStarts++;
        }
    }

    private String lastWords() {
        List<String> lines = process.output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private void startAnew() {
        lookForFaults();
        startAtNanos = 0;
        isKilled = false;
        wasReady = false;
        try {
            process = launch();
        } catch (IOException e) {
            fault("it could not be started: " + e);
        }
    }

    private void lookForFaults() {
        process.output()
                .lines()
                .filter(line -> OWN_FAULTS.stream().anyMatch(line::contains))
                .forEach(this::fault);
    }

    private void fault(String text) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(name + ": " + text);
        }
    }

    /// SIGKILL. It is started again after the pause.
    synchronized void kill(long pauseMillis) {
        isKilled = true;
        isFrozen = false;
        startAtNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        process.kill();
    }

    /// One that was killed need not wait until its pause is over.
    synchronized void startNow() {
        startAtNanos = startAtNanos == 0 ? 0 : System.nanoTime();
    }

    /// SIGSTOP: it does nothing, and does not know it.
    synchronized void freeze() throws IOException {
        isFrozen = signal("-STOP");
    }

    /// SIGCONT: it goes on where it was.
    synchronized void thaw() throws IOException {
        if (isFrozen) {
            signal("-CONT");
            isFrozen = false;
        }
    }

    private boolean signal(String signal) throws IOException {
        return process.isAlive()
                && Program.run(
                                        Map.of(),
                                        Program.root(),
                                        "kill",
                                        signal,
                                        Long.toString(process.pid()))
                                .status()
                        == 0;
    }

    synchronized boolean isReady() {
        return process.isAlive() && !isFrozen && process.isReady();
    }

    void awaitReady(Wait wait) {
        wait.until(name + " is ready", this::isReady);
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    /// Starts that came to nothing, since what it needs was away.
    synchronized int failedStarts() {
        return failedStarts;
    }

    synchronized List<String> faults() {
        lookForFaults();
        return List.copyOf(faults);
    }

    synchronized String report() {
        return name + ":\n" + process.output();
    }

    @Override
    public void close() {
        Optional<ServerProcess> last;
        synchronized (this) {
            isOver = true;
            last = Optional.of(process);
        }
        keeper.interrupt();
        last.ifPresent(ServerProcess::close);
    }
}
