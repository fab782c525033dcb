package io.hydrant.server.metrics;

import io.hydrant.core.meter.Measure;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// The values of one metric, gathered one by one. A metric without values is shown all the same, as
/// 0, if it has no labels; else not.
sealed interface Family {
    double MICROS = 1e6;

    /// Of a counter without `_total`.
    String name();

    String help();

    /// Empty when there are no values.
    Optional<MetricSnapshot> snapshot();

    private <P> Optional<MetricSnapshot> snapshot(
            List<P> points, BiFunction<MetricMetadata, List<P>, MetricSnapshot> kind) {
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(kind.apply(new MetricMetadata(name(), help()), points));
    }

    /// A number that grows.
    ///
    /// @param name without `_total`
    record Counter(String name, String help, List<CounterDataPointSnapshot> points)
            implements Family {
        Counter(String name, String help) {
            this(name, help, new ArrayList<>());
        }

        Counter add(long value, String... labels) {
            return add((double) value, labels);
        }

        Counter add(double value, String... labels) {
            points.add(
                    CounterDataPointSnapshot.builder()
                            .labels(Labels.of(labels))
                            .value(value)
                            .build());
            return this;
        }

        @Override
        public Optional<MetricSnapshot> snapshot() {
            return Family.super.snapshot(points, CounterSnapshot::new);
        }
    }

    /// A number as it is now.
    record Gauge(String name, String help, List<GaugeDataPointSnapshot> points) implements Family {
        Gauge(String name, String help) {
            this(name, help, new ArrayList<>());
        }

        Gauge add(long value, String... labels) {
            return add((double) value, labels);
        }

        Gauge add(double value, String... labels) {
            points.add(
                    GaugeDataPointSnapshot.builder()
                            .labels(Labels.of(labels))
                            .value(value)
                            .build());
            return this;
        }

        @Override
        public Optional<MetricSnapshot> snapshot() {
            return Family.super.snapshot(points, GaugeSnapshot::new);
        }
    }

    /// How many took how long, in seconds; counted in microseconds.
    record Histogram(String name, String help, List<HistogramDataPointSnapshot> points)
            implements Family {
        Histogram(String name, String help) {
            this(name, help, new ArrayList<>());
        }

        Histogram add(Measure measure, String... labels) {
            return add(measure.bounds(), measure.counts(), measure.sum(), labels);
        }

        Histogram add(long[] micros, long[] counts, long sum, String... labels) {
            double[] bounds = new double[counts.length];
            for (int i = 0; i < micros.length; i++) {
                bounds[i] = micros[i] / MICROS;
            }
            bounds[micros.length] = Double.POSITIVE_INFINITY;
            points.add(
                    HistogramDataPointSnapshot.builder()
                            .labels(Labels.of(labels))
                            .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
                            .sum(sum / MICROS)
                            .build());
            return this;
        }

        @Override
        public Optional<MetricSnapshot> snapshot() {
            return Family.super.snapshot(points, HistogramSnapshot::new);
        }
    }

    /// How often, and how long together, in seconds.
    record Summary(String name, String help, List<SummaryDataPointSnapshot> points)
            implements Family {
        Summary(String name, String help) {
            this(name, help, new ArrayList<>());
        }

        Summary add(long count, double seconds, String... labels) {
            points.add(
                    SummaryDataPointSnapshot.builder()
                            .labels(Labels.of(labels))
                            .count(count)
                            .sum(seconds)
                            .build());
            return this;
        }

        @Override
        public Optional<MetricSnapshot> snapshot() {
            return Family.super.snapshot(points, SummarySnapshot::new);
        }
    }
}
