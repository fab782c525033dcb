package io.hydrant.core.delivery;

import io.hydrant.core.log.DurableLog;
import io.hydrant.core.log.LogPlace;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// How far the records reach that came until some instant, without a younger one among them. The
/// next record is in the frame at `next`, or will be; `nextArrival` is when it came, if it is one
/// that was looked at.
record Overdue(LogPoint end, LogPlace next, Optional<Instant> nextArrival) {

    /// Looks from `start` on, but not beyond `to`.
    ///
    /// @param place of the frame with the record at `start`
    static Overdue find(DurableLog log, LogPlace place, LogPoint start, LogPoint to, Instant until)
            throws IOException {
        LogPoint end = start;
        LogPlace next = place;
        try (LogReader reader = log.scan(place)) {
            while (end.position() < to.position() && reader.next()) {
                if (reader.arrival().isAfter(until)) {
                    return new Overdue(end, next, Optional.of(reader.arrival()));
                }
                boolean goesBeyond = reader.end().position() > to.position();
                end = reader.end().position() < to.position() ? reader.end() : to;
                next = goesBeyond ? reader.place() : reader.nextPlace();
            }
        }
        return new Overdue(end, next, Optional.empty());
    }

    /// When the youngest record of a range came.
    static Instant newestArrival(DurableLog log, LogPlace place, LogPoint to) throws IOException {
        Instant newest = Instant.MIN;
        try (LogReader reader = log.scan(place)) {
            while (reader.end().position() < to.position() && reader.next()) {
                newest = reader.arrival().isAfter(newest) ? reader.arrival() : newest;
            }
        }
        return newest;
    }
}
