package io.hydrant.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// What is measured of a running server, always in the same order.
///
/// @param warmUp records that are sent and delivered before
/// @param hints buffer sizes in MB
record Course(Set<Scenario> scenarios, long warmUp, List<Integer> hints, Scenarios.Shape shape) {
    enum Scenario {
        start,
        delivered,
        acknowledged,
        singles,
        processed
    }

    /// Takes in each measurement as soon as it is made.
    interface Report {
        void delivered(int hint, Measurement measurement);

        void acknowledged(Measurement measurement);

        void processed(ProcessedRecords kind, Measurement measurement);

        void singles(Measurement measurement);

        /// At half the rate of the last.
        void halfOfSingles(Measurement measurement);
    }

    boolean needsAServer() {
        return !scenarios.equals(Set.of(Scenario.start));
    }

    void run(MeasuredServer target, Report report) throws IOException {
        try (Scenarios loads = new Scenarios(target, shape)) {
            if (warmUp > 0) {
                loads.warmUp(warmUp);
            }
            if (scenarios.contains(Scenario.delivered)) {
                for (int hint : hints) {
                    report.delivered(hint, loads.delivered(hint));
                }
            }
            if (scenarios.contains(Scenario.acknowledged)) {
                report.acknowledged(loads.acknowledged());
            }
            if (scenarios.contains(Scenario.processed)) {
                for (ProcessedRecords kind : ProcessedRecords.values()) {
                    report.processed(kind, loads.processed(kind));
                }
            }
            if (scenarios.contains(Scenario.singles)) {
                loads.singles(0);
                Measurement fastest = loads.singles(0);
                report.singles(fastest);
                report.halfOfSingles(loads.singles(fastest.recordsPerSecond() / 2));
            }
        }
    }
}
