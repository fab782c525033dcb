package io.hydrant.server.monitoring;

import io.hydrant.core.history.MetricHistory;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Summary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A metric of a stream over some time, a value for each period. A period begins at a multiple of
/// its length since 1970; the first is the one in which the time begins.
///
/// @param metric empty for one that nobody publishes: it has no values
/// @param stream empty for dimensions that no stream has
record Series(
        Optional<Metric> metric,
        Optional<String> stream,
        int periodSeconds,
        Instant from,
        Instant to) {
    /// Finds them in the history, which is asked once for neighbouring series of the same stream
    /// and time. For one thread.
    static final class Reader {
        private final MetricHistory history;
        private Optional<String> stream = Optional.empty();
        private Instant from = Instant.MIN;
        private Instant to = Instant.MIN;
        private SortedMap<Instant, Map<Figure, Summary>> minutes = new TreeMap<>();

        Reader(MetricHistory history) {
            this.history = history;
        }

        private SortedMap<Instant, Map<Figure, Summary>> minutes(
                String wanted, Instant wantedFrom, Instant wantedTo) {
            boolean isKnown =
                    stream.filter(wanted::equals).isPresent()
                            && from.equals(wantedFrom)
                            && to.equals(wantedTo);
            if (!isKnown) {
                minutes = history.minutes(wanted, wantedFrom, wantedTo);
                stream = Optional.of(wanted);
                from = wantedFrom;
                to = wantedTo;
            }
            return minutes;
        }
    }

    /// At most so many values; more than there are minutes in the time that is kept there never
    /// are.
    long pointsMax() {
        return Math.ceilDiv(to.getEpochSecond() - from.getEpochSecond(), (long) periodSeconds);
    }

    /// By the beginnings of the periods that have values, in order.
    SortedMap<Instant, Statistics> values(Reader reader) {
        SortedMap<Instant, Statistics> found = new TreeMap<>();
        if (metric.isEmpty() || stream.isEmpty()) {
            return found;
        }
        reader.minutes(stream.get(), begin(from), to)
                .forEach((minute, figures) ->
                        metric.get()
                                .source()
                                .of(figures)
                                .ifPresent(value ->
                                        found.merge(begin(minute), value, Statistics::and)));
        return found;
    }

    private Instant begin(Instant time) {
        long seconds = time.getEpochSecond();
        return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, periodSeconds));
    }

    /// The stream that dimensions name, if they are those of a stream.
    static Optional<String> stream(List<RequestMembers> dimensions) {
        if (dimensions.size() != 1) {
            return Optional.empty();
        }
        RequestMembers only = dimensions.getFirst();
        return only.required("Name").equals(Metric.DIMENSION)
                ? Optional.of(only.required("Value"))
                : Optional.empty();
    }
}
