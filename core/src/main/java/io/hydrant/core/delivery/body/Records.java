package io.hydrant.core.delivery.body;

import io.hydrant.core.log.StreamLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/// The records of a part of a log, those of a frame at a time. Each frame is checked before
/// anything of it is shown. For one thread.
public sealed interface Records extends Closeable permits SpanRecords, PartRecords {
    /// The records of this part.
    static Records of(StreamLog log, Part part) throws IOException {
        return part.isWhole()
                ? new SpanRecords(log.records(part.start()), part.span())
                : new PartRecords(log, part);
    }

    /// Moves to the next frame that has some; false at the end of the part.
    boolean next() throws IOException;

    /// The payloads of the records, one after the other, in a buffer with an accessible array. Good
    /// until the next frame.
    ByteBuffer payloads();

    /// Whether they are kept encrypted.
    boolean isSealed();

    /// When these records came into the log.
    Instant arrival();

    /// How long each of these records is, as ints. Good until the next frame.
    ByteBuffer lengths() throws IOException;
}
