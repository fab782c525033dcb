package io.hydrant.core.transform.chain;

import io.hydrant.core.transform.Partition;

/// How records fail, as keys of error objects spell it.
public enum FailureKind {
    PROCESSING("processing-failed"),
    DECOMPRESSION("decompression-failed"),
    FORMAT_CONVERSION("format-conversion-failed");

    private final Partition partition;

    FailureKind(String errorOutputType) {
        this.partition = Partition.failed(errorOutputType);
    }

    /// Where records that failed so are gathered.
    Partition partition() {
        return partition;
    }
}
