package io.hydrant.producer;

/// A record on its way to a stream.
public interface Outgoing {
    /// A record's limit: 1,000 KiB, before base64 (AWS, "Amazon Data Firehose quota").
    int LARGEST_BYTES = 1_024_000;

    /// What becomes of it in the objects: these bytes, and nothing between them and the next
    /// record's. Must not change until the record is acknowledged.
    byte[] data();

    /// Where it comes from, as errors tell it: `films.csv line 12`. May be empty.
    default String place() {
        return "";
    }

    static Outgoing of(byte[] data) {
        return () -> data;
    }
}
