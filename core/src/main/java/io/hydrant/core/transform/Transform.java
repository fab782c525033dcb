package io.hydrant.core.transform;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Processing that may drop, split or fail records, take its time, and answer otherwise when it is
/// asked again. So what it answers is kept in a log of its own before anything of it is delivered,
/// and it is asked again only when a crash came before that. Safe for use from many threads.
public interface Transform {
    /// A span of records is processed as soon as it has so many bytes.
    long sizeBytes();

    /// Or when its first record has waited so long.
    Duration interval();

    /// How many partitions may have open objects at once.
    int partitionsMax();

    /// Processes neighbouring records.
    ///
    /// @param outcomes gets one outcome for each record, in their order
    /// @throws IOException when it cannot be done now; it is tried again later. What `outcomes` was
    ///   given may be kept all the same
    void apply(List<SourceRecord> records, Outcomes outcomes) throws IOException;

    /// A record of the stream's log, as it came.
    ///
    /// @param position in that log
    record SourceRecord(long position, Instant arrival, byte[] bytes) {}

    /// Takes what became of records.
    interface Outcomes {
        /// @throws IOException when it cannot be kept
        void add(Processed outcome) throws IOException;

        /// Whether there may be an object of this partition: it has one already, or there are less
        /// than may be open at once. If so, it counts as open from now on.
        boolean opens(Partition partition);
    }
}
