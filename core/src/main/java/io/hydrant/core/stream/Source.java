package io.hydrant.core.stream;

import java.util.OptionalInt;

/// The origin of a stream's records: one of several kinds. A `switch` over it has no `default`, so
/// that the compiler lists what another kind touches.
public sealed interface Source {
    /// Whoever calls PutRecord and PutRecordBatch.
    ///
    /// @param throughputHintMebibytes what they expect to bring a second; it matters only where
    ///   quotas are imposed
    record DirectPut(OptionalInt throughputHintMebibytes) implements Source {
        public static final DirectPut WITHOUT_HINT = new DirectPut(OptionalInt.empty());
    }
}
