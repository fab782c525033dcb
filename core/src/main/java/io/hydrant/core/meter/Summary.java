package io.hydrant.core.meter;

/// Values of one figure within some time. `count` is at least 1. What was counted, and not
/// measured, within a minute is one value.
public record Summary(long count, long sum, long min, long max) {
    public static Summary of(long value) {
        return new Summary(1, value, value, value);
    }

    public Summary plus(Summary other) {
        return new Summary(
                count + other.count,
                sum + other.sum,
                Math.min(min, other.min),
                Math.max(max, other.max));
    }

    /// The same as one value, of what is counted: two halves of a minute are one minute.
    public Summary asOne() {
        return of(sum);
    }
}
