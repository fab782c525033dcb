package io.hydrant.core.alarm;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The values that an alarm looks at.
///
/// @param statistic one of [#STATISTICS]
/// @param periodSeconds a multiple of a minute, since figures are kept by the minute
public record AlarmMetric(
        String namespace,
        String name,
        List<Dimension> dimensions,
        String statistic,
        int periodSeconds,
        Optional<String> unit) {
    /// Those that figures are kept for; percentiles are not among them.
    public static final Set<String> STATISTICS =
            Set.of("SampleCount", "Average", "Sum", "Minimum", "Maximum");

    private static final int MINUTE = 60;
    private static final int DIMENSIONS_MAX = 30;

    /// What a metric is of: the name of a stream.
    public record Dimension(String name, String value) {}

    public AlarmMetric {
        dimensions = List.copyOf(dimensions);
        if (!STATISTICS.contains(statistic)) {
            throw AlarmError.VALIDATION.because(
                    "Hydrant does not support the statistic %s; it knows SampleCount, Average, Sum, Minimum and"
                            + " Maximum.",
                    statistic);
        }
        if (periodSeconds < MINUTE || periodSeconds % MINUTE != 0) {
            throw AlarmError.VALIDATION.because(
                    "Metric periods must be a multiple of 60 here, where figures are kept by the minute, but the"
                            + " Period is %d.",
                    periodSeconds);
        }
        if (dimensions.size() > DIMENSIONS_MAX) {
            throw AlarmError.VALIDATION.because(
                    "The collection Dimensions must not have a size greater than %d.",
                    DIMENSIONS_MAX);
        }
    }
}
