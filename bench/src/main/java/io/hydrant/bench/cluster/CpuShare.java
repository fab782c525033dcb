package io.hydrant.bench.cluster;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A control group of Linux for one node's processes, which gives them no more than a part of a
/// core once that is said. Its period is short, so that who has used up its part rests for
/// milliseconds and looks like a slower machine rather than like one that stutters.
final class CpuShare implements AutoCloseable {
    private static final long PERIOD_MICROS = 20_000;

    private static final int PATIENCE_SECONDS = 5;

    private static final Set<CpuShare> MADE = ConcurrentHashMap.newKeySet();

    private final Version version;
    private final Path group;

    /// Where each version of control groups is, and what a bound is called there.
    private enum Version {
        V1(Path.of("/sys/fs/cgroup/cpu")) {
            @Override
            void bound(Path group, Optional<Long> micros) throws IOException {
                write(group.resolve("cpu.cfs_period_us"), Long.toString(PERIOD_MICROS));
                write(group.resolve("cpu.cfs_quota_us"), Long.toString(micros.orElse(-1L)));
            }
        },
        V2(Path.of("/sys/fs/cgroup")) {
            @Override
            void bound(Path group, Optional<Long> micros) throws IOException {
                String quota = micros.map(some -> Long.toString(some)).orElse("max");
                write(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
            }
        };

        private final Path root;

        Version(Path root) {
            this.root = root;
        }

        abstract void bound(Path group, Optional<Long> micros) throws IOException;

        private static void write(Path file, String text) throws IOException {
            Files.writeString(file, text);
        }
    }

    private CpuShare(Version version, Path group) {
        this.version = version;
        this.group = group;
    }

    /// A group of this name, without a bound as yet; none where the machine, or the user, may make
    /// none.
    static Optional<CpuShare> of(String name) {
        for (Version version : Version.values()) {
            CpuShare share = new CpuShare(version, version.root.resolve(name));
            if (share.isMade()) {
                return Optional.of(share);
            }
        }
        return Optional.empty();
    }

    /// What is made and has no bound to set is removed again.
    private boolean isMade() {
        try {
            Files.createDirectory(group);
        } catch (IOException notHere) {
            return false;
        }
        try {
            lift();
            MADE.add(this);
            return true;
        } catch (IOException notOfCpu) {
            close();
            return false;
        }
    }

    /// Puts a process there, with all its threads.
    void take(long pid) throws IOException {
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
    }

    void bound(double cores) throws IOException {
        version.bound(group, Optional.of(Math.round(cores * PERIOD_MICROS)));
    }

    void lift() throws IOException {
        version.bound(group, Optional.empty());
    }

    /// After its processes have ended. Linux needs a moment to notice.
    @Override
    public void close() {
        try {
            Wait.seconds(PATIENCE_SECONDS).until("an empty " + group, this::isRemoved);
        } catch (AssertionError e) {
            System.err.println(group + " is left: rmdir removes it");
        }
    }

    private boolean isRemoved() {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException notEmpty) {
            return false;
        }
    }

    /// Those that are left.
    static void removeAll() {
        MADE.forEach(CpuShare::close);
    }
}
