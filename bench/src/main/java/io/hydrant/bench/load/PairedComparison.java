package io.hydrant.bench.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hydrant.bench.load.Course.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Two versions of the program, measured in turn on the same machine: here, there, here, there …
/// Each time on a server and a directory of its own, so that what a neighbour on the machine takes
/// meets both alike. The ratio of a round is that of two runs that followed each other, and the
/// median of the ratios says more than the ratio of the medians.
final class PairedComparison {
    private static final int STARTS_A_ROUND = 3;

    /// A figure of every round, in both versions.
    record Figure(String figure, List<Double> here, List<Double> other) {
        @JsonProperty
        double hereMedian() {
            return median(here);
        }

        @JsonProperty
        double otherMedian() {
            return median(other);
        }

        /// Here to there, of each round.
        @JsonProperty
        List<Double> ratios() {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < Math.min(here.size(), other.size()); round++) {
                ratios.add(here.get(round) / other.get(round));
            }
            return ratios;
        }

        @JsonProperty
        double ratio() {
            return median(ratios());
        }

        /// Of an even count, the mean of the middle two.
        private static double median(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1
                    ? sorted.get(middle)
                    : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }

        String tableRow() {
            return "| %s | %s | %s | %.2f | %s |"
                    .formatted(
                            figure,
                            text(hereMedian()),
                            text(otherMedian()),
                            ratio(),
                            ratios().stream()
                                    .map("%.2f"::formatted)
                                    .collect(Collectors.joining(", ")));
        }

        private static String text(double value) {
            return value < 100 ? "%.3f".formatted(value) : "%,.0f".formatted(value);
        }
    }

    /// Of one version.
    private final class Side implements Course.Report {
        private final Checkout checkout;
        private final Map<String, List<Double>> figures = new LinkedHashMap<>();

        Side(Checkout checkout) {
            this.checkout = checkout;
        }

        void measure() throws IOException, InterruptedException {
            if (course.scenarios().contains(Scenario.start)) {
                Starts starts = Starts.measure(STARTS_A_ROUND, checkout.root(), dataParent);
                add("start to ready, ms", starts.median().toNanos() / 1e6);
            }
            if (course.needsAServer()) {
                try (LocalServer server = LocalServer.start(checkout.root(), dataParent)) {
                    course.run(server.target(), this);
                }
            }
        }

        @Override
        public void delivered(int hint, Measurement measurement) {
            String name = "delivered at %d MB, ".formatted(hint);
            add(name + "CPU s per million", measurement.cpuDelivered());
            add(name + "records/s", measurement.recordsPerSecond());
        }

        @Override
        public void acknowledged(Measurement measurement) {
            add("acknowledged, CPU s per million", measurement.cpuAcknowledged());
            add("acknowledged, records/s", measurement.recordsPerSecond());
        }

        @Override
        public void processed(ProcessedRecords kind, Measurement measurement) {
            String name = "through " + kind.title();
            add(name + ", CPU s per million", measurement.cpuDelivered());
        }

        /// Seconds per million are microseconds each.
        @Override
        public void singles(Measurement measurement) {
            add("PutRecord, CPU µs", measurement.cpuAcknowledged());
            add("PutRecord, per s", measurement.recordsPerSecond());
        }

        @Override
        public void halfOfSingles(Measurement measurement) {
            add("PutRecord at half of that, p99 ms", measurement.p99Millis());
        }

        private void add(String figure, OptionalDouble value) {
            value.ifPresent(there -> add(figure, there));
        }

        private void add(String figure, double value) {
            figures.computeIfAbsent(figure, any -> new ArrayList<>()).add(value);
            System.err.printf("  %s: %s %s%n", checkout.name(), figure, Figure.text(value));
        }
    }

    private final Course course;
    private final Path dataParent;
    private final Side here;
    private final Side other;

    PairedComparison(Course course, Path dataParent, Checkout here, Checkout other) {
        this.course = course;
        this.dataParent = dataParent;
        this.here = new Side(here);
        this.other = new Side(other);
    }

    List<Figure> run(int rounds) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            System.err.printf("Round %d of %d%n", round, rounds);
            here.measure();
            other.measure();
        }
        return here.figures.keySet().stream()
                .map(name ->
                        new Figure(
                                name,
                                here.figures.getOrDefault(name, List.of()),
                                other.figures.getOrDefault(name, List.of())))
                .toList();
    }

    /// The columns of [Figure#tableRow], for this and the other version.
    String tableHead() {
        return """
        | | here | %1$s | here : %1$s | of each round |
        | --- | --: | --: | --: | --- |\
        """
                .formatted(other.checkout.name());
    }
}
