package io.hydrant.systemtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a process takes of its machine, as Linux and `jcmd` tell. `heapBytes` is what is in use
/// after a full collection.
record Footprint(long heapBytes, int threads, int openFiles, long residentBytes) {
    /// `Tenured total 174784K, used 1166K [...`, as the serial collector tells it.
    private static final Pattern USED =
            Pattern.compile("(?:DefNew|Tenured) +total \\d+K, used (\\d+)K");

    static Footprint of(ServerProcess server) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        String pid = Long.toString(server.pid());
        run(jcmd.toString(), pid, "GC.run");
        Matcher used = USED.matcher(run(jcmd.toString(), pid, "GC.heap_info"));
        long heapBytes = used.results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
        if (heapBytes == 0) {
            throw new IOException("jcmd did not tell how much heap is in use");
        }
        return new Footprint(
                heapBytes * 1024,
                (int) status(server, "Threads"),
                openFiles(server, file -> true),
                status(server, "VmRSS") * 1024);
    }

    /// How many files it has open that the predicate accepts; sockets and pipes are files too.
    static int openFiles(ServerProcess server, Predicate<String> accepted) throws IOException {
        int count = 0;
        try (Stream<Path> descriptors = Files.list(proc(server).resolve("fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    if (accepted.test(Files.readSymbolicLink(descriptor).toString())) {
                        count++;
                    }
                } catch (NoSuchFileException e) {
                    // Closed meanwhile.
                }
            }
        }
        return count;
    }

    /// The most memory that the process ever had resident.
    static long peakResidentBytes(ServerProcess server) throws IOException {
        return status(server, "VmHWM") * 1024;
    }

    private static long status(ServerProcess server, String name) throws IOException {
        List<String> lines = Files.readAllLines(proc(server).resolve("status"));
        return lines.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private static Path proc(ServerProcess server) {
        return Path.of("/proc", Long.toString(server.pid()));
    }

    private static String run(String... command) throws IOException {
        Program.Ended ended = Program.run(Map.of(), Program.root(), command);
        if (ended.status() != 0) {
            throw new IOException(String.join(" ", command) + ": " + ended.output());
        }
        return ended.output();
    }
}
