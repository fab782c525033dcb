package io.hydrant.core.transform.chain;

import java.util.List;

/// A processor that works on one record at a time, and always makes the same of it. Safe for use
/// from many threads.
sealed interface ChainStep permits Decompression, LogMessages, DeAggregation, KeyExtraction {
    /// What becomes of a record: one, or several parts.
    ///
    /// @throws RecordFailure when it cannot be processed
    List<Item> apply(Item item) throws RecordFailure;
}
