package io.hydrant.core.meter;

import java.util.Optional;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// Values of a figure: their number, sum, least and most, and, if wanted, how many were at most how
/// much. Values are counted from many threads at once, and nothing is allocated for one.
public final class Measure {
    /// Of latencies, in microseconds: from a disk that has a cache with a battery to one that
    /// fails.
    private static final long[] LATENCY_BOUNDS = {
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        10_000_000
    };

    private static final long[] NONE = {};

    private final long[] bounds;

    /// By the first bound that is not below; the last one has what is above all.
    private final LongAdder[] buckets;

    private final LongAdder sum = new LongAdder();
    private final LongAccumulator min = new LongAccumulator(Math::min, Long.MAX_VALUE);
    private final LongAccumulator max = new LongAccumulator(Math::max, Long.MIN_VALUE);

    /// What was taken away, guarded by this.
    private long countTaken;

    private long sumTaken;

    private Measure(long[] bounds) {
        this.bounds = bounds;
        this.buckets = new LongAdder[bounds.length + 1];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /// Without buckets.
    public static Measure plain() {
        return new Measure(NONE);
    }

    /// Of microseconds.
    public static Measure ofLatency() {
        return new Measure(LATENCY_BOUNDS);
    }

    public void add(long value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sum.add(value);
        min.accumulate(value);
        max.accumulate(value);
    }

    public long count() {
        long count = 0;
        for (LongAdder bucket : buckets) {
            count += bucket.sum();
        }
        return count;
    }

    public long sum() {
        return sum.sum();
    }

    /// The upper bounds of the buckets but the last.
    public long[] bounds() {
        return bounds.clone();
    }

    /// How many values there are in each bucket; one more than there are bounds.
    public long[] counts() {
        long[] counts = new long[buckets.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = buckets[i].sum();
        }
        return counts;
    }

    /// With all that another has, whose buckets are the same.
    void addAll(Measure other) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i].add(other.buckets[i].sum());
        }
        sum.add(other.sum());
    }

    /// What came since it was taken away last.
    synchronized Optional<Summary> seen() {
        return summary(count(), sum(), min.get(), max.get());
    }

    /// The same, and takes it away.
    synchronized Optional<Summary> taken() {
        long count = count();
        long total = sum();
        Optional<Summary> taken = summary(count, total, min.getThenReset(), max.getThenReset());
        countTaken = count;
        sumTaken = total;
        return taken;
    }

    /// A value that comes meanwhile may be in some of the four numbers and not yet in the others:
    /// least and most are kept around the average.
    private Optional<Summary> summary(long count, long total, long least, long most) {
        long values = count - countTaken;
        if (values <= 0) {
            return Optional.empty();
        }
        long average = (total - sumTaken) / values;
        return Optional.of(
                new Summary(
                        values,
                        total - sumTaken,
                        Math.min(least, average),
                        Math.max(most, average)));
    }
}
