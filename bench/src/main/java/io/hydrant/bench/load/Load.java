package io.hydrant.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/// Requests sent over so many connections, one at a time on each, by one thread.
///
/// @param requests makes the requests, in turn; asked again every two minutes, for fresh signatures
/// @param count how many are sent
/// @param perSecond at what rate; 0 is as fast as they are answered. At a rate, latency counts from
///   when a request was due, so that a server that stalls is not measured less
/// @param batches whether an answer must say that no record was refused
record Load(
        InetSocketAddress address,
        Supplier<List<PreparedRequest>> requests,
        int connections,
        long count,
        double perSecond,
        boolean batches) {

    /// What came of it. Latencies are in nanoseconds. `turnedAway` counts answers of 503 and 429:
    /// those requests were sent again.
    record Outcome(Duration elapsed, Histogram latencies, long turnedAway) {
        /// Both, as if one had followed the other at once.
        Outcome plus(Outcome other) {
            Histogram both = latencies.copy();
            both.add(other.latencies);
            return new Outcome(elapsed.plus(other.elapsed), both, turnedAway + other.turnedAway);
        }
    }

    /// @throws IOException when the server refuses a request for good, or goes away
    Outcome run() throws IOException {
        try (LoadLoop loop = new LoadLoop(this)) {
            return loop.run();
        }
    }
}
