package io.hydrant.server.monitoring;

import java.util.Optional;

/// What CloudWatch tells of the values of a metric in some time, of which there is one at least.
record Statistics(double count, double sum, double min, double max) {
    /// The names that requests have for the five.
    enum Kind {
        SampleCount,
        Average,
        Sum,
        Minimum,
        Maximum;

        /// Empty for percentiles and what else CloudWatch has.
        static Optional<Kind> of(String name) {
            for (Kind kind : values()) {
                if (kind.name().equals(name)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    static Statistics of(double value) {
        return new Statistics(1, value, value, value);
    }

    Statistics and(Statistics other) {
        return new Statistics(
                count + other.count,
                sum + other.sum,
                Math.min(min, other.min),
                Math.max(max, other.max));
    }

    double value(Kind kind) {
        return switch (kind) {
            case SampleCount -> count;
            case Average -> sum / count;
            case Sum -> sum;
            case Minimum -> min;
            case Maximum -> max;
        };
    }
}
