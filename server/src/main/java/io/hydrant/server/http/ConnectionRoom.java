package io.hydrant.server.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many connections this process has room for: a third of its file descriptors, since each may
/// read an object's file and the log and the store need the others; and a fifth of its heap at most
/// for what they keep.
final class ConnectionRoom {
    private static final Logger LOG = System.getLogger(ConnectionRoom.class.getName());
    private static final int MOST = 10_000;
    private static final int LEAST = 16;

    /// What a connection that rests keeps: a window of 8 KiB and a little more.
    private static final long BYTES_EACH = 10 << 10;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern OPEN_FILES = Pattern.compile("Max open files +(\\d+) ");

    private ConnectionRoom() {}

    static int ofThisProcess() {
        return of(openFiles(), Runtime.getRuntime().maxMemory());
    }

    /// @param openFiles how many file descriptors there may be; empty when nobody knows
    static int of(OptionalLong openFiles, long heapBytes) {
        long ofFiles = openFiles.orElse(3L * MOST) / 3;
        long ofHeap = heapBytes / 5 / BYTES_EACH;
        return (int) Math.max(LEAST, Math.min(MOST, Math.min(ofFiles, ofHeap)));
    }

    /// On Linux. Elsewhere nobody is asked, and the most is taken.
    private static OptionalLong openFiles() {
        try {
            Matcher line = OPEN_FILES.matcher(Files.readString(LIMITS));
            return line.find()
                    ? OptionalLong.of(Long.parseLong(line.group(1)))
                    : OptionalLong.empty();
        } catch (IOException elsewhere) {
            LOG.log(Level.DEBUG, () -> "The limit of open files is not known: " + elsewhere);
            return OptionalLong.empty();
        }
    }
}
