package io.hydrant.bench.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Sees to it that nothing outlives this process, however it is told to end: no process that it
/// started, no control group, no data.
final class NothingLeft extends Thread {
    private static final int ROUNDS = 50;
    private static final int PATIENCE_SECONDS = 5;

    private final Path folder;
    private volatile boolean isBegun;

    private NothingLeft(Path folder) {
        super("nothing left");
        this.folder = folder;
    }

    /// @param folder that is removed at the end
    static NothingLeft of(Path folder) {
        NothingLeft ending = new NothingLeft(folder);
        Runtime.getRuntime().addShutdownHook(ending);
        return ending;
    }

    /// Whether what fails from now on fails because of that.
    boolean isBegun() {
        return isBegun;
    }

    @Override
    public void run() {
        isBegun = true;
        endProcesses();
        CpuShare.removeAll();
        delete();
    }

    /// As long as there is any: another may just have been started.
    private static void endProcesses() {
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessHandle> left = ProcessHandle.current().descendants().toList();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle each : left) {
                each.onExit().completeOnTimeout(each, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
            }
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println(folder + " is left: " + e);
        }
    }
}
