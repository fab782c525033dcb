package io.hydrant.core.meter;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/// Requests of all services, by operation and status. Safe for use from many threads.
public final class RequestMeter {
    private static final int STATUS_MAX = 600;

    /// An operation of a service. Only those that a server has: there are not many.
    public record Operation(String service, String name) implements Comparable<Operation> {
        @Override
        public int compareTo(Operation other) {
            int byService = service.compareTo(other.service);
            return byService == 0 ? name.compareTo(other.name) : byService;
        }
    }

    /// What was counted of one operation.
    ///
    /// @param byStatus how many answers had each status; 0 is that of requests without an answer
    public record Counts(Map<Integer, Long> byStatus, long micros) {}

    private static final class Counter {
        private final AtomicReferenceArray<LongAdder> byStatus =
                new AtomicReferenceArray<>(STATUS_MAX);
        private final LongAdder micros = new LongAdder();

        private void add(int status, long took) {
            int index = status < STATUS_MAX ? status : 0;
            LongAdder known = byStatus.get(index);
            if (known == null) {
                byStatus.compareAndSet(index, null, new LongAdder());
                known = byStatus.get(index);
            }
            known.increment();
            micros.add(took);
        }

        private Counts counts() {
            Map<Integer, Long> counts = new TreeMap<>();
            for (int i = 0; i < STATUS_MAX; i++) {
                LongAdder known = byStatus.get(i);
                if (known != null) {
                    counts.put(i, known.sum());
                }
            }
            return new Counts(counts, micros.sum());
        }
    }

    private final ConcurrentHashMap<Operation, Counter> counters = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();

    /// A request begins; it ends with [#ended].
    public void began() {
        underWay.incrementAndGet();
    }

    /// @param status of its answer; 0 when there was none
    public void ended(Operation operation, int status, long micros) {
        underWay.decrementAndGet();
        Counter known = counters.get(operation);
        if (known == null) {
            known = counters.computeIfAbsent(operation, _ -> new Counter());
        }
        known.add(status, micros);
    }

    public int underWay() {
        return underWay.get();
    }

    /// In order.
    public Map<Operation, Counts> counts() {
        Map<Operation, Counts> all = new TreeMap<>();
        counters.forEach((operation, counter) -> all.put(operation, counter.counts()));
        return all;
    }
}
