package io.hydrant.core.delivery;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.log.StreamLog;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// The end of the records that came until some instant, without a younger one among them;
/// `nextArrival` is when the record after them came, if it is one that was looked at.
record Overdue(LogPoint end, Optional<Instant> nextArrival) {

    /// Looks from `start` on, but not beyond `to`.
    static Overdue find(StreamLog log, LogPoint start, LogPoint to, Instant until)
            throws IOException {
        LogPoint end = start;
        try (LogReader reader = log.headers(start)) {
            while (end.position() < to.position() && reader.next()) {
                if (reader.arrival().isAfter(until)) {
                    return new Overdue(end, Optional.of(reader.arrival()));
                }
                end = reader.end().position() < to.position() ? reader.end() : to;
            }
        }
        return new Overdue(end, Optional.empty());
    }

    /// The arrival of the youngest of these records.
    static Instant newestArrival(StreamLog log, LogSpan span) throws IOException {
        Instant newest = Instant.MIN;
        try (LogReader reader = log.headers(span.start())) {
            while (reader.end().position() < span.end().position() && reader.next()) {
                newest = reader.arrival().isAfter(newest) ? reader.arrival() : newest;
            }
        }
        return newest;
    }
}
