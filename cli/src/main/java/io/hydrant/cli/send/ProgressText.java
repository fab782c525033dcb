package io.hydrant.cli.send;

import io.hydrant.cli.terminal.Figures;
import io.hydrant.producer.Acknowledged;
import java.time.Duration;
import java.util.OptionalDouble;

/// How far a sending has come, in one line:
///
///     █████░░░░░  48 %  8,530 rows, 641.2 KiB, 252,118 rows/s, 0:03, 0:04 left, 2 tries again
///
/// Used by one thread at a time.
final class ProgressText {
    private static final int BAR_CHARACTERS = 10;

    /// Before that, an estimate of what is left is a guess.
    private static final int ROWS_THAT_TELL = 5;

    private final long startedNanos = System.nanoTime();
    private long rows;
    private long bytes;
    private long setbacks;

    void add(Acknowledged acknowledged) {
        rows += acknowledged.records().size();
        bytes += acknowledged.bytes();
    }

    String rows() {
        return Figures.count(rows, "row") + " acknowledged";
    }

    void addSetback() {
        setbacks++;
    }

    String line(GoodRows.Reading reading) {
        OptionalDouble fraction = acknowledged(reading);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
        double seconds = Math.max(elapsed.toMillis() / 1000.0, 0.001);
        StringBuilder line = new StringBuilder();
        fraction.ifPresent(part -> line.append(bar(part)));
        line.append(Figures.count(rows, "row"))
                .append(", ")
                .append(Figures.bytes(bytes))
                .append(", ")
                .append(Figures.count(Math.round(rows / seconds), "row"))
                .append("/s, ")
                .append(clock(elapsed));
        fraction.ifPresent(part -> line.append(left(part, reading.begin().orElse(0), elapsed)));
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

    /// How much of the input is acknowledged: rows are read ahead, of a small file all of them.
    private OptionalDouble acknowledged(GoodRows.Reading reading) {
        if (reading.fraction().isEmpty() || reading.rows() == 0) {
            return reading.fraction();
        }
        double begin = reading.begin().orElse(0);
        double share = Math.min(1, (double) rows / reading.rows());
        return OptionalDouble.of(begin + (reading.fraction().getAsDouble() - begin) * share);
    }

    /// @param begin the part that was done before this run
    private String left(double part, double begin, Duration elapsed) {
        if (rows < ROWS_THAT_TELL || part <= begin || part >= 1) {
            return "";
        }
        double millis = elapsed.toMillis() / (part - begin) * (1 - part);
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
