package io.hydrant.server.monitoring;

import io.hydrant.core.alarm.AlarmFigures;
import io.hydrant.core.alarm.AlarmMetric;
import io.hydrant.core.history.MetricHistory;
import io.hydrant.core.meter.Figure;
import io.hydrant.core.meter.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// The values that alarms look at: those of the history. Periods end with the minute that is asked
/// about, and not at multiples of their length, so that an alarm sees a long period's value every
/// minute.
public record AlarmSeries(MetricHistory history) implements AlarmFigures {
    @Override
    public List<Optional<Datapoint>> latest(AlarmMetric wanted, Instant end, int periods) {
        List<Optional<Statistics>> found =
                new ArrayList<>(Collections.nCopies(periods, Optional.empty()));
        Optional<Metric> metric =
                Metric.find(wanted.namespace(), wanted.name())
                        .filter(known -> wanted.unit().map(known.unit()::equals).orElse(true));
        Optional<String> stream = stream(wanted);
        if (metric.isPresent() && stream.isPresent()) {
            Instant begin = end.minusSeconds((long) periods * wanted.periodSeconds());
            add(history.minutes(stream.get(), begin, end), metric.get(), wanted, end, found);
        }
        Statistics.Kind kind = Statistics.Kind.of(wanted.statistic()).orElseThrow();
        List<Optional<Datapoint>> points = new ArrayList<>();
        for (int i = 0; i < periods; i++) {
            Instant begin = end.minusSeconds((i + 1L) * wanted.periodSeconds());
            points.add(
                    found.get(i)
                            .map(value -> new Datapoint(begin, value.count(), value.value(kind))));
        }
        return points;
    }

    private static void add(
            SortedMap<Instant, Map<Figure, Summary>> minutes,
            Metric metric,
            AlarmMetric wanted,
            Instant end,
            List<Optional<Statistics>> found) {
        minutes.forEach((minute, figures) -> {
            long secondsBefore = end.getEpochSecond() - minute.getEpochSecond();
            int period = (int) ((secondsBefore - 1) / wanted.periodSeconds());
            Optional<Statistics> value = metric.source().of(figures);
            if (value.isPresent()) {
                Optional<Statistics> known = found.get(period);
                found.set(period, Optional.of(known.map(value.get()::and).orElseGet(value::get)));
            }
        });
    }

    private static Optional<String> stream(AlarmMetric wanted) {
        return wanted.dimensions().size() == 1
                ? wanted.dimensions().stream()
                        .filter(only -> only.name().equals(Metric.DIMENSION))
                        .map(AlarmMetric.Dimension::value)
                        .findFirst()
                : Optional.empty();
    }
}
