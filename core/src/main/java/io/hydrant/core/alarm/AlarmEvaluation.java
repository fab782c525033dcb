package io.hydrant.core.alarm;

import io.hydrant.core.alarm.AlarmFigures.Datapoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What the values of an alarm come to, by the rules that CloudWatch's documentation has: of the
/// periods that it looks at, a few more than the alarm wants, the latest that have a value count.
/// Where those are too few, the missing ones are what the alarm wants them to be.
///
/// @param points the latest first, for [#range] periods
record AlarmEvaluation(AlarmSettings settings, List<Optional<Datapoint>> points) {
    /// How many periods more are looked at. CloudWatch does not say how many it takes.
    private static final int MORE = 2;

    static int range(AlarmSettings settings) {
        return settings.evaluationPeriods() + MORE;
    }

    /// The values that count, the latest first.
    List<Datapoint> counted() {
        return points.stream()
                .flatMap(Optional::stream)
                .limit(settings.evaluationPeriods())
                .toList();
    }

    int filled() {
        return settings.evaluationPeriods() - counted().size();
    }

    List<Datapoint> breaching() {
        return counted().stream().filter(point -> settings.isBreachedBy(point.value())).toList();
    }

    /// Empty when it stays what it is.
    Optional<AlarmState.Value> state() {
        int breaching = breaching().size();
        if (breaching >= settings.needed()) {
            return Optional.of(AlarmState.Value.ALARM);
        }
        return switch (settings.missing()) {
            case BREACHING ->
                    Optional.of(
                            breaching + filled() >= settings.needed()
                                    ? AlarmState.Value.ALARM
                                    : AlarmState.Value.OK);
            case NOT_BREACHING -> Optional.of(AlarmState.Value.OK);
            case MISSING, IGNORE -> ofTooFew(breaching);
        };
    }

    /// A value that does not breach the threshold settles it; if all do, but are too few, the
    /// oldest of them must be as old as if all that are needed had come.
    private Optional<AlarmState.Value> ofTooFew(int breaching) {
        if (counted().size() > breaching) {
            return Optional.of(AlarmState.Value.OK);
        }
        if (settings.missing() == MissingData.IGNORE) {
            return Optional.empty();
        }
        if (breaching == 0) {
            return Optional.of(AlarmState.Value.INSUFFICIENT_DATA);
        }
        int oldest =
                IntStream.range(0, points.size())
                        .filter(i -> points.get(i).isPresent())
                        .max()
                        .orElseThrow();
        return oldest + 1 >= settings.needed()
                ? Optional.of(AlarmState.Value.ALARM)
                : Optional.empty();
    }
}
