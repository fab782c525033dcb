package io.hydrant.core.stream;

/// Ids as ingest issues them, without an ingest.
public final class SampleIds {
    private SampleIds() {}

    /// The ids of one request's records, somewhere in a log.
    public static IssuedIds of(int count) {
        return RecordIds.of("a-log", 1_000_000, count);
    }
}
