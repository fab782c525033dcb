package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Durations;
import io.hydrant.producer.Pace;
import io.hydrant.producer.Sending;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How fast rows are sent, and how many share a request.
final class PaceOptions {
    private static final Duration USUAL_PAUSE = Duration.ofMillis(500);

    /// Faster than that nobody reads along.
    private static final double MOST_READABLE_ROWS_PER_SECOND = 50;

    /// A request each up to here; in batches beyond, so many of them a second.
    private static final double MOST_SINGLE_ROWS_PER_SECOND = 100;

    private static final double BATCHES_PER_SECOND = 20;
    private static final int MOST_ROWS_A_BATCH = 500;

    /// What one batch after the other cannot reach with certainty.
    private static final double MANY_ROWS_PER_SECOND = 50_000;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "The pause between sends, such as 500ms, 2s or 0. Default: 500ms.")
    private @Nullable Duration every;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            converter = Rate.Converter.class,
            description = "So many rows a second, instead of a pause.")
    private @Nullable Rate rate;

    @Option(
            names = "--max",
            description =
                    "As fast as the stream takes it: batches, four of them in flight. Their order is not kept.")
    private boolean max;

    @Option(
            names = "--batch",
            description =
                    "PutRecordBatch: up to 500 rows or 4 MiB a send. Entries that the stream refuses are sent again, alone.")
    private boolean batch;

    @Option(
            names = "--ordered",
            description =
                    "With --max: one batch at a time, so that the records keep the order of the rows. Entries that the stream"
                            + " refuses are sent again before the next batch: they come behind the others of their own.")
    private boolean ordered;

    /// @throws CommandFailure when they contradict each other
    void check() {
        int paces = (every == null ? 0 : 1) + (rate == null ? 0 : 1) + (max ? 1 : 0);
        if (paces > 1) {
            throw CommandFailure.wrongUsage(
                    "--every, --rate and --max are three ways to set the pace.",
                    "Give one of them.");
        }
    }

    private boolean isOpen() {
        return every == null && rate == null;
    }

    /// Whether rows go slowly enough to be read.
    boolean areRowsReadable(boolean follow) {
        if (max || batch || (follow && isOpen())) {
            return false;
        }
        return rate == null || rate.rowsPerSecond() <= MOST_READABLE_ROWS_PER_SECOND;
    }

    /// A rate of many rows shares requests: one request a row could not keep up with it.
    Sending.Grouping grouping(boolean follow) {
        if (follow && isOpen()) {
            return Sending.Grouping.BATCHES;
        }
        if (max) {
            return ordered ? Sending.Grouping.BATCHES : Sending.Grouping.PARALLEL_BATCHES;
        }
        if (batch) {
            return Sending.Grouping.BATCHES;
        }
        double perSecond = rate == null ? 0 : rate.rowsPerSecond();
        if (perSecond <= MOST_SINGLE_ROWS_PER_SECOND) {
            return Sending.Grouping.ONE_BY_ONE;
        }
        int rows = (int) Math.min(perSecond / BATCHES_PER_SECOND, MOST_ROWS_A_BATCH);
        return new Sending.Grouping(rows, ordered || perSecond < MANY_ROWS_PER_SECOND ? 1 : 4);
    }

    Pace pace(boolean follow) {
        if (max || (follow && isOpen())) {
            return Pace.asFastAsPossible();
        }
        return rate != null
                ? Pace.recordsPerSecond(rate.rowsPerSecond())
                : Pace.every(every == null ? USUAL_PAUSE : every);
    }
}
