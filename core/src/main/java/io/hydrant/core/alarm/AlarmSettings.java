package io.hydrant.core.alarm;

import io.hydrant.aws.ServiceException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// An alarm as it is configured. What was not given is empty, because it is not shown either.
///
/// @param actions what is to be done in each state; nothing of it is done here, so that they are
///   taken only while they are switched off
public record AlarmSettings(
        Optional<String> description,
        boolean actionsEnabled,
        Actions actions,
        AlarmMetric metric,
        int evaluationPeriods,
        OptionalInt datapointsToAlarm,
        double threshold,
        AlarmComparison comparison,
        Optional<MissingData> treatMissingData) {
    private static final long DAY = 86_400;
    private static final long HOUR = 3_600;
    private static final long WEEK = 7 * DAY;
    private static final int DESCRIPTION_MAX = 1_024;
    private static final int ACTIONS_MAX = 5;

    /// The ARNs of actions.
    public record Actions(List<String> ok, List<String> alarm, List<String> insufficientData) {
        public static final Actions NONE = new Actions(List.of(), List.of(), List.of());

        public Actions {
            ok = List.copyOf(ok);
            alarm = List.copyOf(alarm);
            insufficientData = List.copyOf(insufficientData);
            if (Math.max(Math.max(ok.size(), alarm.size()), insufficientData.size())
                    > ACTIONS_MAX) {
                throw AlarmError.VALIDATION.because(
                        "A state of an alarm must not have more than %d actions.", ACTIONS_MAX);
            }
        }

        boolean areNone() {
            return equals(NONE);
        }

        boolean anyBegins(String prefix) {
            return List.of(ok, alarm, insufficientData).stream()
                    .flatMap(List::stream)
                    .anyMatch(action -> action.startsWith(prefix));
        }
    }

    public AlarmSettings {
        if (description.filter(text -> text.length() > DESCRIPTION_MAX).isPresent()) {
            throw AlarmError.VALIDATION.because(
                    "AlarmDescription must not be longer than %d characters.", DESCRIPTION_MAX);
        }
        if (evaluationPeriods < 1) {
            throw AlarmError.VALIDATION.because("EvaluationPeriods must be at least 1.");
        }
        int needed = datapointsToAlarm.orElse(evaluationPeriods);
        if (needed < 1 || needed > evaluationPeriods) {
            throw AlarmError.VALIDATION.because(
                    "DatapointsToAlarm must be at least 1 and must not be greater than"
                            + " EvaluationPeriods.");
        }
        checkSpan((long) evaluationPeriods * metric.periodSeconds(), metric.periodSeconds());
        if (!Double.isFinite(threshold)) {
            throw AlarmError.VALIDATION.because("Threshold must be a number.");
        }
        if (actionsEnabled && !actions.areNone()) {
            throw notDone();
        }
    }

    private static void checkSpan(long seconds, int period) {
        if (period >= HOUR ? seconds > WEEK : seconds > DAY) {
            throw AlarmError.VALIDATION.because(
                    "Metrics cannot be checked across more than %s (EvaluationPeriods * Period must be"
                            + " <= %d).",
                    period >= HOUR ? "7 days" : "a day", period >= HOUR ? WEEK : DAY);
        }
    }

    private static ServiceException notDone() {
        return AlarmError.VALIDATION.because(
                "Hydrant carries out no actions of alarms. Leave AlarmActions, OKActions and"
                        + " InsufficientDataActions away, or set ActionsEnabled to false: they are kept then, and"
                        + " not carried out.");
    }

    public boolean hasActionLike(String prefix) {
        return actions.anyBegins(prefix);
    }

    AlarmSettings withActions(boolean enabled) {
        return new AlarmSettings(
                description,
                enabled,
                actions,
                metric,
                evaluationPeriods,
                datapointsToAlarm,
                threshold,
                comparison,
                treatMissingData);
    }

    /// How many of the periods must breach the threshold.
    int needed() {
        return datapointsToAlarm.orElse(evaluationPeriods);
    }

    MissingData missing() {
        return treatMissingData.orElse(MissingData.MISSING);
    }

    boolean isBreachedBy(double value) {
        return comparison.isBreached(value, threshold);
    }
}
