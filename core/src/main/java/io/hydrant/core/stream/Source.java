package io.hydrant.core.stream;

/// The origin of a stream's records: one of several kinds. A `switch` over it has no `default`, so
/// that the compiler lists what another kind touches.
public sealed interface Source {
    /// Whoever calls PutRecord and PutRecordBatch.
    record DirectPut() implements Source {}
}
