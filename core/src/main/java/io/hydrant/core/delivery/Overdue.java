package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.Part;
import io.hydrant.core.delivery.body.PartRecords;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.log.StreamLog;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// A part of a log, divided into the records that came until some instant, without a younger one
/// among them, and the rest.
///
/// @param oldestOfRest when the oldest record of the rest came
record Overdue(Optional<Part> part, Optional<Part> rest, Optional<Instant> oldestOfRest) {

    static Overdue find(StreamLog log, Part part, Instant until) throws IOException {
        return part.isWhole() ? findInAll(log, part, until) : findAmongOthers(log, part, until);
    }

    private static Overdue findInAll(StreamLog log, Part part, Instant until) throws IOException {
        LogPoint to = part.end();
        LogPoint end = part.start();
        try (LogReader reader = log.headers(end)) {
            while (end.position() < to.position() && reader.next()) {
                if (reader.arrival().isAfter(until)) {
                    return new Overdue(
                            whole(part.start(), end),
                            whole(end, to),
                            Optional.of(reader.arrival()));
                }
                end = reader.end().position() < to.position() ? reader.end() : to;
            }
        }
        return new Overdue(whole(part.start(), end), whole(end, to), Optional.empty());
    }

    private static Optional<Part> whole(LogPoint start, LogPoint end) {
        return end.position() > start.position()
                ? Optional.of(Part.whole(new LogSpan(start, end)))
                : Optional.empty();
    }

    private static Overdue findAmongOthers(StreamLog log, Part part, Instant until)
            throws IOException {
        LogPoint end = part.start();
        long records = 0;
        long bytes = 0;
        try (PartRecords reader = new PartRecords(log, part)) {
            while (reader.next()) {
                if (reader.arrival().isAfter(until)) {
                    return new Overdue(
                            among(part, part.start(), end, records, bytes),
                            among(
                                    part,
                                    reader.start(),
                                    part.end(),
                                    part.records() - records,
                                    part.payloadBytes() - bytes),
                            Optional.of(reader.oldestArrival()));
                }
                end = reader.end();
                records += reader.lengths().remaining() / Integer.BYTES;
                bytes += reader.payloads().remaining();
            }
        }
        return new Overdue(Optional.of(part), Optional.empty(), Optional.empty());
    }

    private static Optional<Part> among(
            Part part, LogPoint start, LogPoint end, long records, long bytes) {
        return records > 0
                ? Optional.of(new Part(new LogSpan(start, end), part.partition(), records, bytes))
                : Optional.empty();
    }

    /// The arrival of the record that begins there.
    static Instant arrival(StreamLog log, LogPoint start) throws IOException {
        try (LogReader reader = log.headers(start)) {
            reader.next();
            return reader.arrival();
        }
    }

    /// The arrival of the youngest record in this span.
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
