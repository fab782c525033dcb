package io.hydrant.core.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.alarm.AlarmFigures.Datapoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The tables of CloudWatch's documentation, "Configuring how CloudWatch alarms treat missing
/// data": five periods, the latest last, of which X breaches, 0 does not, and - is missing. An
/// empty cell is an alarm that stays what it is.
class AlarmEvaluationTest {
    @ParameterizedTest
    @CsvSource({
        // three out of three
        "3, 0-X-X, OK, OK, OK, OK",
        "3, ----0, OK, OK, OK, OK",
        "3, -----, INSUFFICIENT_DATA, , ALARM, OK",
        "3, 0XX-X, ALARM, ALARM, ALARM, ALARM",
        "3, --X--, ALARM, , ALARM, OK",
        // two out of three
        "2, 0-X-X, ALARM, ALARM, ALARM, ALARM",
        "2, 00X0X, ALARM, ALARM, ALARM, ALARM",
        "2, 0-X--, OK, OK, ALARM, OK",
        "2, ----0, OK, OK, ALARM, OK",
        "2, ---X-, ALARM, , ALARM, OK",
        // too early to say
        "3, ----X, , , ALARM, OK",
    })
    void missingValuesAreTreatedAsDocumented(
            int needed,
            String values,
            AlarmState.Value missing,
            AlarmState.Value ignore,
            AlarmState.Value breaching,
            AlarmState.Value notBreaching) {
        assertThat(state(needed, values, MissingData.MISSING))
                .isEqualTo(Optional.ofNullable(missing));
        assertThat(state(needed, values, MissingData.IGNORE))
                .isEqualTo(Optional.ofNullable(ignore));
        assertThat(state(needed, values, MissingData.BREACHING))
                .isEqualTo(Optional.ofNullable(breaching));
        assertThat(state(needed, values, MissingData.NOT_BREACHING))
                .isEqualTo(Optional.ofNullable(notBreaching));
    }

    @ParameterizedTest
    @CsvSource({
        "GreaterThanOrEqualToThreshold, false, true, true",
        "GreaterThanThreshold, false, false, true",
        "LessThanThreshold, true, false, false",
        "LessThanOrEqualToThreshold, true, true, false",
    })
    void valuesAreCompared(String operator, boolean below, boolean at, boolean above) {
        AlarmComparison comparison = AlarmComparison.ofWireName(operator).orElseThrow();
        assertThat(comparison.isBreached(0.5, 1)).isEqualTo(below);
        assertThat(comparison.isBreached(1, 1)).isEqualTo(at);
        assertThat(comparison.isBreached(1.5, 1)).isEqualTo(above);
    }

    /// Periods times their number: a day, and a week where a period is an hour or more.
    @ParameterizedTest
    @CsvSource({"60, 1440, true", "60, 1441, false", "3600, 168, true", "3600, 169, false"})
    void itLooksBackSoFar(int period, int periods, boolean isTaken) {
        if (isTaken) {
            assertThat(settings(periods, 1, period, MissingData.MISSING).evaluationPeriods())
                    .isEqualTo(periods);
        } else {
            assertThatThrownBy(() -> settings(periods, 1, period, MissingData.MISSING))
                    .hasMessageContaining("Metrics cannot be checked across more than");
        }
    }

    private static Optional<AlarmState.Value> state(
            int needed, String values, MissingData missing) {
        Instant end = Instant.parse("2026-11-27T12:00:00Z");
        List<Optional<Datapoint>> points = new ArrayList<>();
        for (int i = values.length() - 1; i >= 0; i--) {
            Instant begin = end.minusSeconds(60L * (values.length() - i));
            points.add(
                    values.charAt(i) == '-'
                            ? Optional.empty()
                            : Optional.of(
                                    new Datapoint(begin, 1, values.charAt(i) == 'X' ? 5 : 0)));
        }
        return new AlarmEvaluation(settings(3, needed, 60, missing), points).state();
    }

    private static AlarmSettings settings(
            int periods, int needed, int period, MissingData missing) {
        return new AlarmSettings(
                Optional.empty(),
                true,
                AlarmSettings.Actions.NONE,
                new AlarmMetric(
                        "AWS/Firehose",
                        "IncomingRecords",
                        List.of(),
                        "Sum",
                        period,
                        Optional.empty()),
                periods,
                OptionalInt.of(needed),
                1,
                AlarmComparison.GREATER,
                Optional.of(missing));
    }
}
