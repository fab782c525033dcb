package io.hydrant.core.delivery;

import io.hydrant.core.log.StreamLog;
import io.hydrant.core.stream.DeliveryStream;

/// The receiver of a stream's records: a bucket, or whatever else takes them. Safe for use from
/// many threads.
interface Target {
    /// Tries once; whatever goes wrong is returned, and not thrown.
    ///
    /// @param log of the records
    /// @param intent which records, and under which name: it is durable. Whatever is tried again
    ///   under a name has the same records and the same bytes
    /// @param mayBeStored whether an earlier attempt may have been successful
    Attempt deliver(DeliveryStream stream, StreamLog log, Intent intent, boolean mayBeStored);

    /// Chooses among targets.
    interface Choice {
        Target of(DeliveryStream stream);
    }
}
