package io.hydrant.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long the program took from the command to the line that says ready, the quickest first, and
/// what the last one had resident at rest.
record Starts(List<Duration> times, long residentBytes) {
    static Starts measure(int count, Path root, Path dataParent)
            throws IOException, InterruptedException {
        List<Duration> times = new ArrayList<>();
        long resident = 0;
        for (int i = 0; i < count; i++) {
            try (LocalServer server = LocalServer.start(root, dataParent)) {
                times.add(server.timeToReady());
                TimeUnit.SECONDS.sleep(1);
                resident = server.process().residentBytes();
            }
        }
        times.sort(Duration::compareTo);
        return new Starts(times, resident);
    }

    Duration median() {
        return times.get(times.size() / 2);
    }

    String text() {
        return "start to ready: %d ms (fastest %d, slowest %d of %d); at rest %d MB resident"
                .formatted(
                        median().toMillis(),
                        times.getFirst().toMillis(),
                        times.getLast().toMillis(),
                        times.size(),
                        residentBytes / 1_000_000);
    }
}
