package io.hydrant.systemtest;

import java.time.Duration;
import java.util.Locale;

/// Tells people how far a storm has come.
final class StormLog {
    private static final long BEGIN = System.nanoTime();

    private StormLog() {}

    static void say(String format, Object... values) {
        long seconds = Duration.ofNanos(System.nanoTime() - BEGIN).toSeconds();
        System.out.printf(
                Locale.ROOT,
                "NodesStormTest %02d:%02d  %s%n",
                seconds / 60,
                seconds % 60,
                String.format(Locale.ROOT, format, values));
    }
}
