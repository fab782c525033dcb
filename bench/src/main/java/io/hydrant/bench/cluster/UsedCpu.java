package io.hydrant.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/// CPU seconds, user and system, that processes have used, from `/proc`.
final class UsedCpu {
    /// Linux counts them in hundredths for programs.
    private static final double TICKS_PER_SECOND = 100;

    /// Fields behind the name: its own, and those of its children that have ended.
    private static final int OWN = 11;

    private static final int CHILDREN = 13;

    private UsedCpu() {}

    /// Of each with all that descends from it, what has ended meanwhile too.
    static double secondsOf(Collection<ProcessHandle> roots) {
        double seconds = 0;
        for (ProcessHandle root : roots) {
            seconds += seconds(root, OWN) + seconds(root, CHILDREN);
            seconds += root.descendants().mapToDouble(each -> seconds(each, OWN)).sum();
        }
        return seconds;
    }

    private static double seconds(ProcessHandle process, int field) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return ticks(stat.substring(stat.lastIndexOf(')') + 2), field) / TICKS_PER_SECOND;
        } catch (IOException ended) {
            return 0;
        }
    }

    /// Of the whole machine, whoever used it, what other guests of a shared one took included;
    /// nothing where it does not say.
    static Optional<Double> secondsOfAll() {
        try {
            String[] fields =
                    Files.readAllLines(Path.of("/proc/stat")).getFirst().trim().split("\\s+", -1);
            long busy = 0;
            for (int i = 1; i <= 8; i++) {
                busy += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
            }
            return Optional.of(busy / TICKS_PER_SECOND);
        } catch (IOException untold) {
            return Optional.empty();
        }
    }

    private static double ticks(String stat, int field) {
        String[] fields = stat.split(" ", -1);
        return Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1]);
    }
}
