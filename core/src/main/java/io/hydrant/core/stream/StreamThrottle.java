package io.hydrant.core.stream;

import io.hydrant.core.log.RecordBatch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;

/// AWS's throughput quotas, imposed on each stream: how much of a request may be taken now. Safe
/// for use from many threads.
public final class StreamThrottle {
    /// Of more streams than that those that rest are forgotten: their quota is whole.
    private static final int MOST_STREAMS = 10_000;

    /// What sums of fractions lose.
    private static final double ROUNDING = 1e-6;

    private final String region;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Budget> budgets = new ConcurrentHashMap<>();

    public StreamThrottle(String region, InstantSource clock) {
        this.region = region;
        this.clock = clock;
    }

    /// Which of a request's records may be taken, and counts them: all, none, or some. Those of
    /// which there is not enough for all are taken here and there among the others, as the shards
    /// of AWS have it, in their order.
    ///
    /// @param isWhole whether the request is taken whole or not at all: then it may use what the
    ///   stream has in advance, since a large one could not be taken ever else
    public BitSet admit(DeliveryStream stream, RecordBatch records, boolean isWhole) {
        Instant now = clock.instant();
        if (budgets.size() > MOST_STREAMS) {
            budgets.values().removeIf(budget -> budget.rests(now));
        }
        Budget budget =
                budgets.computeIfAbsent(
                        stream.logId(),
                        log -> new Budget(ThroughputQuota.ofAws(region, stream.source()), now));
        return budget.admit(records, isWhole, now);
    }

    /// What one stream has left. Guarded by itself.
    private static final class Budget {
        private final TokenBucket bytes;
        private final TokenBucket requests;
        private final TokenBucket records;

        Budget(ThroughputQuota quota, Instant now) {
            this.bytes = new TokenBucket(quota.bytes(), now);
            this.requests = new TokenBucket(quota.requests(), now);
            this.records = new TokenBucket(quota.records(), now);
        }

        synchronized boolean rests(Instant now) {
            return bytes.isFull(now) && requests.isFull(now) && records.isFull(now);
        }

        synchronized BitSet admit(RecordBatch batch, boolean isWhole, Instant now) {
            double roomBytes = bytes.available(now);
            double roomRecords = records.available(now);
            boolean isThereAny = requests.available(now) >= 1 && roomBytes > 0 && roomRecords > 0;
            BitSet taken = new BitSet(batch.recordCount());
            if (!isThereAny) {
                return taken;
            }
            boolean fits = batch.payloadBytes() <= roomBytes && batch.recordCount() <= roomRecords;
            if (fits || isWhole) {
                taken.set(0, batch.recordCount());
            } else {
                spread(batch, roomBytes, roomRecords, taken);
            }
            if (!taken.isEmpty()) {
                requests.take(1);
                records.take(taken.cardinality());
                bytes.take(taken.stream().mapToDouble(batch::length).sum());
            }
            return taken;
        }

        /// A record is due when its share of what there is has come together.
        private static void spread(
                RecordBatch batch, double roomBytes, double roomRecords, BitSet taken) {
            double share =
                    Math.min(
                            roomRecords / batch.recordCount(),
                            roomBytes / Math.max(1, batch.payloadBytes()));
            double due = 0;
            double left = roomBytes;
            for (int i = 0; i < batch.recordCount(); i++) {
                due = Math.min(1, due + share);
                int length = batch.length(i);
                boolean isRoom = length <= left && taken.cardinality() + 1 <= roomRecords;
                if (due >= 1 - ROUNDING && isRoom) {
                    taken.set(i);
                    left -= length;
                    due = 0;
                }
            }
        }
    }
}
