package io.hydrant.core.alarm;

import java.time.Instant;

/// An alarm.
///
/// @param mark by which it is known again when another has its name
public record MetricAlarm(
        String name, String mark, Instant configured, AlarmSettings settings, AlarmState state) {
    MetricAlarm with(AlarmState next) {
        return new MetricAlarm(name, mark, configured, settings, next);
    }
}
