package io.hydrant.core.delivery;

import io.hydrant.core.delivery.body.Part;
import io.hydrant.core.log.LogPoint;
import io.hydrant.core.transform.Partition;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The open objects of a log, one for each partition that has records which are in no object yet. A
/// log without partitions has one, named "". For whoever holds the lock of its stream's delivery.
sealed interface Partitions permits Undivided, Divided {
    /// A draft: what is done to it does not show here.
    Partitions copy();

    /// Takes in what the log has since, until an open object is as large as that; returns it.
    Optional<OpenObject> fill(long sizeBytes) throws IOException;

    /// Those that have records, as far as they were taken in; the one that began first comes first.
    Collection<OpenObject> open();

    /// Ends an open object with the record that reaches the size, or else where it ends now. What
    /// follows is in another object.
    Cut cut(OpenObject open, long sizeBytes) throws IOException;

    /// Gives up what came until then, without a younger record among it. What was not taken in yet
    /// stays.
    ///
    /// @return what was given up
    List<Expired.Range> giveUp(Instant until) throws IOException;

    /// Everything before is taken in: in an object, or in an open one.
    LogPoint through();

    /// Everything before is in an object, or was given up.
    LogPoint sealed();

    /// Of the partitions of which more than that is: where it ends.
    Map<Partition, LogPoint> ahead();

    /// How many records the log has had that were taken in or are assigned, and how many in all.
    long takenIn();

    long recordCount();

    /// How many bytes the records have that were not taken in.
    long bytesLeft();

    /// Where the log must end for there to be something to do, apart from ages; empty when nobody
    /// else appends to the log.
    Optional<LogPoint> nextWake(long sizeBytes);

    /// An object that was cut.
    record Cut(Part part, boolean reachedSize, Instant oldestArrival) {}
}
