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

    /// Sends others to rest until there are few enough. A log that is busy, or whose file cannot be
    /// closed, is passed over: it stays among the open ones.
    void opened(DurableLog log) throws IOException {
        List<DurableLog> surplus = addAndTakeSurplus(log);
        int rested = 0;
        try {
            for (DurableLog other : surplus) {
                if (!other.rest()) {
                    keep(List.of(other));
                }
                rested++;
            }
        } finally {
            keep(surplus.subList(rested, surplus.size()));
        }
    }

    private List<DurableLog> addAndTakeSurplus(DurableLog log) {
        lock.lock();
        try {
            open.add(log);
            List<DurableLog> surplus = new ArrayList<>();
            while (open.size() > openMax) {
                surplus.add(open.getFirst());
                open.removeFirst();
            }
            return surplus;
        } finally {
            lock.unlock();
        }
    }

    private void keep(List<DurableLog> logs) {
        lock.lock();
        try {
            open.addAll(logs);
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
