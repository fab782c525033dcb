package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.Part;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.transform.Partition;
import java.time.Instant;
import java.util.Optional;

/// The open object of one partition among others, as far as the log was read. Holds a record at
/// least.
///
/// @param end behind its last record
/// @param arrival when the first of its records was processed, from which on it ages
/// @param oldestArrival when the oldest record came that one of its records was made of
record OpenPart(
        Partition partition,
        LogPoint start,
        LogPoint end,
        long recordCount,
        long payloadBytes,
        Instant arrival,
        Instant oldestArrival)
        implements OpenObject {

    /// With more records, which end there.
    OpenPart plus(LogPoint newEnd, long records, long bytes, Instant theirOldestArrival) {
        Instant oldest =
                theirOldestArrival.isBefore(oldestArrival) ? theirOldestArrival : oldestArrival;
        return new OpenPart(
                partition,
                start,
                newEnd,
                recordCount + records,
                payloadBytes + bytes,
                arrival,
                oldest);
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Optional<Instant> since() {
        return Optional.of(arrival);
    }

    @Override
    public Optional<Instant> knownSince() {
        return since();
    }

    Part part() {
        return new Part(new LogSpan(start, end), partition, recordCount, payloadBytes);
    }
}
