package io.hydrant.core.stream;

import java.util.Random;

/// Ids as ingest issues them, without an ingest.
public final class SampleIds {
    private SampleIds() {}

    /// The ids of one request's records, somewhere in a log.
    public static IssuedIds of(int count) {
        return new RecordIds(new Random(7)).of("a-log", 1_000_000, count);
    }
}
