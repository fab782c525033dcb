package io.hydrant.core.delivery;

import io.hydrant.core.log.DurableLog;
import io.hydrant.core.log.LogPlace;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/// Where an object that begins at some record ends. `next` is where the frame with the record after
/// it lies, or will.
record Cut(LogPoint end, Instant oldestArrival, boolean reachedSize, LogPlace next) {

    /// Finds the first record from `start` on with which the size is reached, or else the end of
    /// the log. Records are not split.
    ///
    /// @param place of the frame with the record at `start`, which is not the end of the log
    /// @param oldest when that frame arrived
    static Cut find(DurableLog log, LogPlace place, LogPoint start, long sizeBytes, Instant oldest)
            throws IOException {
        long wanted = start.payloadBytes() + sizeBytes;
        try (LogReader reader = log.scan(log.nearest(wanted, place))) {
            reader.next();
            while (reader.end().payloadBytes() < wanted) {
                LogPlace after = reader.nextPlace();
                if (!reader.next()) {
                    return new Cut(after.start(), oldest, false, after);
                }
            }
            return within(reader, start, wanted, oldest);
        }
    }

    private static Cut within(LogReader reader, LogPoint start, long wanted, Instant oldest)
            throws IOException {
        reader.payloads(); // checks the lengths as well
        ByteBuffer lengths = reader.lengths();
        LogPoint end = reader.start();
        while (end.payloadBytes() < wanted || end.position() <= start.position()) {
            end = end.plus(1, lengths.getInt());
        }
        boolean whole = end.position() == reader.end().position();
        return new Cut(end, oldest, true, whole ? reader.nextPlace() : reader.place());
    }
}
