package io.hydrant.cli.send;

import java.util.ArrayList;
import java.util.List;

/// What goes out in one request, within AWS's limits. Used by one thread until it is sent.
final class Batch {
    /// PutRecordBatch takes this many records …
    static final int MOST_RECORDS = 500;

    /// … and this many bytes of data, both at most.
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private final int mostRecords;
    private final List<Outgoing> records = new ArrayList<>();
    private int bytes;

    Batch(int mostRecords) {
        this.mostRecords = mostRecords;
    }

    boolean hasRoomFor(Outgoing record) {
        return records.size() < mostRecords && bytes + record.data().length <= MOST_BYTES;
    }

    void add(Outgoing record) {
        records.add(record);
        bytes += record.data().length;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    boolean isFull() {
        return records.size() == mostRecords || bytes == MOST_BYTES;
    }

    List<Outgoing> records() {
        return List.copyOf(records);
    }

    int bytes() {
        return bytes;
    }
}
