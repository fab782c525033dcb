package io.hydrant.producer;

import java.util.ArrayList;
import java.util.List;

/// What goes out in one request, within AWS's limits (PutRecordBatch: 500 records, 4 MiB, both at
/// most). Used by one thread until it is sent.
final class Batch {
    static final int MOST_RECORDS = 500;

    /// Of data, before base64.
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private final int mostRecords;
    private final List<Outgoing> records;
    private int bytes;

    Batch(int mostRecords) {
        this.mostRecords = mostRecords;
        this.records = new ArrayList<>(mostRecords);
    }

    boolean hasRoomFor(Outgoing one) {
        return records.size() < mostRecords && bytes + one.data().length <= MOST_BYTES;
    }

    void add(Outgoing one) {
        records.add(one);
        bytes += one.data().length;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    boolean isFull() {
        return records.size() == mostRecords || bytes == MOST_BYTES;
    }

    List<Outgoing> records() {
        return records;
    }

    int bytes() {
        return bytes;
    }
}
