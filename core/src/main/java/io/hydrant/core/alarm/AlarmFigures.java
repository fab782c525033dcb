package io.hydrant.core.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The values that alarms look at.
@FunctionalInterface
public interface AlarmFigures {
    /// A period's value.
    ///
    /// @param begin of the period
    /// @param samples how many values it was made of
    record Datapoint(Instant begin, double samples, double value) {}

    /// The last periods before a minute's end, the latest first; empty where there is no value.
    List<Optional<Datapoint>> latest(AlarmMetric metric, Instant end, int periods);
}
