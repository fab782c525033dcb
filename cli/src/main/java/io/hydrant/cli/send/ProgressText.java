package io.hydrant.cli.send;

import io.hydrant.cli.terminal.Figures;
import io.hydrant.producer.Acknowledged;
import java.time.Duration;
import java.util.OptionalDouble;

/// How far a sending has come, in one line:
///
///     ██████████░░░░░░░░░░  48 %  8,530 rows, 641.2 KiB, 252,118 rows/s, 0:03, 0:04 left, 2 tries again
///
/// Used by one thread at a time.
final class ProgressText {
    private static final int BAR_CHARACTERS = 20;

    /// Before that, an estimate of what is left is a guess.
    private static final double FRACTION_THAT_TELLS = 0.005;

    private final long startedNanos = System.nanoTime();
    private long rows;
    private long bytes;
    private long setbacks;

    void add(Acknowledged acknowledged) {
        rows += acknowledged.records().size();
        bytes += acknowledged.bytes();
    }

    void addSetback() {
        setbacks++;
    }

    String line(OptionalDouble fraction) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
        double seconds = Math.max(elapsed.toMillis() / 1000.0, 0.001);
        StringBuilder line = new StringBuilder();
        fraction.ifPresent(part -> line.append(bar(part)));
        line.append(Figures.count(rows, "row"))
                .append(", ")
                .append(Figures.bytes(bytes))
                .append(", ")
                .append(Figures.count(Math.round(rows / seconds)))
                .append(" rows/s, ")
                .append(clock(elapsed));
        fraction.ifPresent(part -> line.append(left(part, elapsed)));
        if (setbacks > 0) {
            line.append(", ").append(Figures.count(setbacks)).append(" tried again");
        }
        return line.toString();
    }

    private static String bar(double part) {
        int full = (int) Math.round(Math.clamp(part, 0, 1) * BAR_CHARACTERS);
        return "█".repeat(full)
                + "░".repeat(BAR_CHARACTERS - full)
                + " %3d %%  ".formatted((int) Math.floor(Math.clamp(part, 0, 1) * 100));
    }

    private static String left(double part, Duration elapsed) {
        if (part < FRACTION_THAT_TELLS || part >= 1) {
            return "";
        }
        double millis = elapsed.toMillis() / part * (1 - part);
        return ", " + clock(Duration.ofMillis((long) millis)) + " left";
    }

    /// `0:07`, `2:28:12`
    static String clock(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 3600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
