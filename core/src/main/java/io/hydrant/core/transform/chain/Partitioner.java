package io.hydrant.core.transform.chain;

import io.hydrant.core.transform.Partition;

/// Decides which partition a record belongs to. Safe for use from many threads.
@FunctionalInterface
public interface Partitioner {
    /// All records are together.
    Partitioner NONE = keys -> Partition.WHOLE;

    /// @throws RecordFailure when a key is missing that decides about it
    Partition of(PartitionKeys keys) throws RecordFailure;
}
