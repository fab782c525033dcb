package io.hydrant.cli.status;

import io.hydrant.cli.client.ServerStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How fast streams take records in and deliver them, from one answer of the server to the next.
/// Over the last few seconds, so that rates do not jump with every object. Used by one thread.
final class StreamRates {
    /// Over so long rates are taken, or over two answers when these come less often.
    private static final Duration WINDOW = Duration.ofSeconds(10);

    /// A stream that was not among those told of for so long begins anew.
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);

    /// A second's worth.
    record Rate(double recordsIn, double bytesIn, double recordsOut, double bytesOut) {}

    /// The totals of a stream at a time.
    private record Sample(
            long nanos,
            String log,
            double recordsIn,
            double bytesIn,
            double recordsOut,
            double bytesOut) {
        boolean isBefore(Sample later) {
            return log.equals(later.log)
                    && recordsIn <= later.recordsIn
                    && recordsOut <= later.recordsOut;
        }

        Rate until(Sample later) {
            double seconds = Math.max(1, later.nanos - nanos) / 1e9;
            return new Rate(
                    (later.recordsIn - recordsIn) / seconds,
                    Math.max(0, later.bytesIn - bytesIn) / seconds,
                    (later.recordsOut - recordsOut) / seconds,
                    Math.max(0, later.bytesOut - bytesOut) / seconds);
        }
    }

    private final Map<String, Deque<Sample>> samples = new HashMap<>();

    /// @param nanos when the answer came, by a clock that only goes forward
    void add(ServerStatus answer, long nanos) {
        answer.streams().forEach(stream -> add(stream, nanos));
        samples.values().removeIf(all -> nanos - all.getLast().nanos > FORGOTTEN_AFTER.toNanos());
    }

    private void add(ServerStatus.Stream stream, long nanos) {
        if (stream.deliveredRecords().isEmpty() || stream.backlog().isEmpty()) {
            return; // not known at the moment
        }
        Deque<Sample> all = samples.computeIfAbsent(stream.name(), _ -> new ArrayDeque<>());
        Sample sample = sample(stream, all, nanos);
        if (!all.isEmpty() && !all.getLast().isBefore(sample)) {
            all.clear();
        }
        all.add(sample);
        while (all.size() > 2 && nanos - all.getFirst().nanos > WINDOW.toNanos()) {
            all.removeFirst();
        }
    }

    /// The server counts delivered records, not their bytes: records since the last answer are
    /// taken to be as large as those of the last object.
    private static Sample sample(ServerStatus.Stream stream, Deque<Sample> before, long nanos) {
        long delivered = stream.deliveredRecords().orElseThrow();
        ServerStatus.Amount waiting = stream.backlog().orElseThrow();
        double bytesPerRecord =
                stream.lastDelivery()
                        .filter(last -> last.records() > 0)
                        .map(last -> (double) last.bytes() / last.records())
                        .orElse(0.0);
        double bytesOut =
                before.isEmpty()
                        ? 0
                        : before.getLast().bytesOut
                                + (delivered - before.getLast().recordsOut) * bytesPerRecord;
        long gone =
                stream.expired().map(expired -> expired.records()).orElse(0L)
                        + stream.processed().map(ServerStatus.Processed::dropped).orElse(0L);
        return new Sample(
                nanos,
                stream.log(),
                delivered + waiting.records() + gone,
                waiting.bytes() + bytesOut,
                delivered,
                bytesOut);
    }

    /// Empty until two answers have told of it.
    Optional<Rate> of(String stream) {
        Deque<Sample> all = samples.get(stream);
        return all == null || all.size() < 2
                ? Optional.empty()
                : Optional.of(all.getFirst().until(all.getLast()));
    }
}
