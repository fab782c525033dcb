package io.hydrant.core.delivery.body;

import io.hydrant.core.log.LogPoint;
import io.hydrant.core.log.LogSpan;
import io.hydrant.core.transform.Partition;

/// The records of one partition in a span of a log: at least one.
///
/// @param records how many they are, and `payloadBytes` how many bytes they have
public record Part(LogSpan span, Partition partition, long records, long payloadBytes) {
    public Part {
        if (records < 1 || records > span.recordCount()) {
            throw new IllegalArgumentException(records + " records in " + span);
        }
    }

    /// All records of a span of a log that knows no partitions.
    public static Part whole(LogSpan span) {
        return new Part(span, Partition.WHOLE, span.recordCount(), span.payloadBytes());
    }

    /// Whether every record of the span belongs to it, and so needs not be looked for.
    public boolean isWhole() {
        return records == span.recordCount();
    }

    public LogPoint start() {
        return span.start();
    }

    public LogPoint end() {
        return span.end();
    }
}
