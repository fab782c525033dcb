package io.hydrant.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Linux tells of a running process, in `/proc`.
public record ServerProcess(long pid) {
    /// Linux counts CPU time for programs in hundredths of a second, whatever the kernel's own
    /// ticks.
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    /// User and system time of all its threads, in seconds.
    double cpuSeconds() throws IOException {
        String stat = Files.readString(file("stat"));
        // The name, in parentheses, may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
    }

    /// Resident memory now, in bytes.
    long residentBytes() throws IOException {
        return kibibytes("VmRSS:");
    }

    /// The most resident memory it ever had, in bytes.
    long residentPeakBytes() throws IOException {
        return kibibytes("VmHWM:");
    }

    /// Bytes that it had written to disk, also what is not forced yet; less what was deleted before
    /// it got there.
    long writtenBytes() throws IOException {
        return number("io", "write_bytes:") - number("io", "cancelled_write_bytes:");
    }

    private long kibibytes(String name) throws IOException {
        return number("status", name) * 1024;
    }

    private long number(String file, String name) throws IOException {
        for (String line : Files.readAllLines(file(file))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("No %s in %s".formatted(name, file(file)));
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
