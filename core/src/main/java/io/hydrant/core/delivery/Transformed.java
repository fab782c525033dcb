package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.TransformedSpan;
import io.hydrant.core.log.LogPoint;

/// What was made of a stream's log so far: where the log of processed records ends, how many
/// records are in it, those of its frames alone, and how many bytes they have; and of how many
/// records of the stream's log they were made, of which so many were dropped; and how many failures
/// there were, of records or of parts of them.
record Transformed(
        LogPoint end, long records, long bytes, long sourceRecords, long dropped, long failures) {
    static final Transformed NOTHING = new Transformed(LogPoint.START, 0, 0, 0, 0, 0);

    /// With another span, whose frame ends there.
    Transformed plus(TransformedSpan span, LogPoint newEnd) {
        return new Transformed(
                newEnd,
                records + span.records(),
                bytes + span.bytes(),
                sourceRecords + span.source().recordCount(),
                dropped + span.dropped(),
                failures + span.failures());
    }
}
