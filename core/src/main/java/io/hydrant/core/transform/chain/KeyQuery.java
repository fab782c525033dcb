package io.hydrant.core.transform.chain;

import java.time.Instant;
import java.util.Map;

/// Reads partition keys out of records. Safe for use from many threads.
@FunctionalInterface
public interface KeyQuery {
    /// The keys and their values.
    ///
    /// @param now what the query sees as the present: the same whenever it is asked again
    /// @throws RecordFailure when the record does not have them
    Map<String, String> keys(byte[] record, Instant now) throws RecordFailure;
}
