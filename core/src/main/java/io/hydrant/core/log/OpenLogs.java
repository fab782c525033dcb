package io.hydrant.core.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Bounds how many logs have a file open, however many streams are written to. The one that was
/// opened first goes first. Safe for use from many threads.
final class OpenLogs {
    private final int openMax;

    /// Guards `open`.
    private final ReentrantLock lock = new ReentrantLock();

    private final LinkedHashSet<DurableLog> open = new LinkedHashSet<>();

    OpenLogs(int openMax) {
        this.openMax = openMax;
    }

    /// Sends others to rest until there are few enough. A log that is busy is passed over.
    void opened(DurableLog log) throws IOException {
        for (DurableLog other : addAndTakeSurplus(log)) {
            if (!other.rest()) {
                addAndTakeSurplus(other);
            }
        }
    }

    private List<DurableLog> addAndTakeSurplus(DurableLog log) {
        lock.lock();
        try {
            open.add(log);
            List<DurableLog> surplus = new ArrayList<>();
            while (open.size() > openMax) {
                surplus.add(open.removeFirst());
            }
            return surplus;
        } finally {
            lock.unlock();
        }
    }

    void closed(DurableLog log) {
        lock.lock();
        try {
            open.remove(log);
        } finally {
            lock.unlock();
        }
    }
}
