package io.hydrant.core.alarm;

import io.hydrant.core.alarm.AlarmFigures.Datapoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Why an alarm is in a state, in CloudWatch's words, and as the JSON that it has beside them.
///
/// @param before the state that it was in
record AlarmReason(AlarmEvaluation evaluation, AlarmState.Value before, AlarmState.Value after) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    String text() {
        AlarmSettings settings = evaluation.settings();
        List<Datapoint> counted = evaluation.counted();
        int filled = evaluation.filled();
        return switch (after) {
            case INSUFFICIENT_DATA ->
                    "Insufficient Data: %s unknown."
                            .formatted(were(settings.evaluationPeriods(), "datapoint"));
            case OK, ALARM ->
                    counted.isEmpty()
                            ? "Threshold Crossed: no datapoints were received for %s and %s treated as [%s]."
                                    .formatted(
                                            count(settings.evaluationPeriods(), "period"),
                                            were(filled, "missing datapoint"),
                                            settings.missing().words())
                            : crossed();
        };
    }

    private String crossed() {
        AlarmSettings settings = evaluation.settings();
        List<Datapoint> counted = evaluation.counted();
        List<Datapoint> shown =
                counted.stream()
                        .filter(point ->
                                settings.isBreachedBy(point.value())
                                        == (after == AlarmState.Value.ALARM))
                        .toList();
        int least =
                after == AlarmState.Value.ALARM
                        ? settings.needed()
                        : settings.evaluationPeriods() - settings.needed() + 1;
        return "Threshold Crossed: %d out of the last %d datapoints [%s] %s %s%s the threshold (%s) (minimum %s for %s -> %s transition)."
                .formatted(
                        shown.size(),
                        settings.evaluationPeriods(),
                        shown.stream().map(AlarmReason::shown).collect(Collectors.joining(", ")),
                        shown.size() == 1 ? "was" : "were",
                        after == AlarmState.Value.ALARM ? "" : "not ",
                        settings.comparison().words(),
                        settings.threshold(),
                        count(least, "datapoint"),
                        after == AlarmState.Value.ALARM ? "OK" : "ALARM",
                        after);
    }

    private static String shown(Datapoint point) {
        return "%s (%s)".formatted(point.value(), SHORT.format(point.begin()));
    }

    private static String count(int count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }

    private static String were(int count, String word) {
        return count(count, word) + (count == 1 ? " was" : " were");
    }

    /// @param now when the values were looked at
    String data(Instant now) {
        AlarmSettings settings = evaluation.settings();
        List<Datapoint> counted = evaluation.counted();
        ObjectNode data = JSON.createObjectNode();
        data.put("version", "1.0");
        data.put("queryDate", LONG.format(now));
        if (!counted.isEmpty()) {
            data.put("startDate", LONG.format(counted.getLast().begin()));
        }
        settings.metric().unit().ifPresent(unit -> data.put("unit", unit));
        data.put("statistic", settings.metric().statistic());
        data.put("period", settings.metric().periodSeconds());
        ArrayNode recent = data.putArray("recentDatapoints");
        counted.reversed().forEach(point -> recent.add(point.value()));
        data.put("threshold", settings.threshold());
        ArrayNode evaluated = data.putArray("evaluatedDatapoints");
        counted.forEach(point ->
                evaluated
                        .addObject()
                        .put("timestamp", LONG.format(point.begin()))
                        .put("sampleCount", point.samples())
                        .put("value", point.value()));
        return JSON.writeValueAsString(data);
    }
}
