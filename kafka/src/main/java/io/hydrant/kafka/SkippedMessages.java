package io.hydrant.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The messages of a topic that do not count. Neighbours are kept as one run. Guarded by the lock
/// of its [TopicLog].
final class SkippedMessages {
    /// The last message of each run, by its first.
    private final NavigableMap<Long, Long> runs = new TreeMap<>();

    void add(long message) {
        Map.Entry<Long, Long> before = runs.floorEntry(message);
        if (before != null && before.getValue() >= message - 1) {
            runs.put(before.getKey(), Math.max(message, before.getValue()));
        } else {
            runs.put(message, message);
        }
    }

    boolean contains(long message) {
        Map.Entry<Long, Long> before = runs.floorEntry(message);
        return before != null && before.getValue() >= message;
    }

    void forgetBefore(long message) {
        runs.headMap(message).values().removeIf(last -> last < message);
    }

    void write(DataOutputStream to) throws IOException {
        to.writeInt(runs.size());
        for (Map.Entry<Long, Long> run : runs.entrySet()) {
            to.writeLong(run.getKey());
            to.writeLong(run.getValue());
        }
    }

    /// Adds what [#write] wrote.
    void read(DataInputStream from) throws IOException {
        for (int left = from.readInt(); left > 0; left--) {
            long first = from.readLong();
            runs.put(first, from.readLong());
        }
    }
}
