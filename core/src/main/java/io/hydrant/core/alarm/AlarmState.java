package io.hydrant.core.alarm;

import java.time.Instant;
import java.util.Optional;

/// What an alarm's values came to, and why.
///
/// @param reasonData the same as JSON, for programs
/// @param transitioned when it became another than before
public record AlarmState(
        Value value,
        String reason,
        Optional<String> reasonData,
        Instant updated,
        Instant transitioned) {
    /// As CloudWatch spells it.
    public enum Value {
        OK,
        ALARM,
        INSUFFICIENT_DATA
    }

    static AlarmState initial(Instant now) {
        return new AlarmState(
                Value.INSUFFICIENT_DATA,
                "Unchecked: Initial alarm creation",
                Optional.empty(),
                now,
                now);
    }

    AlarmState becomes(Value next, String why, Optional<String> data, Instant now) {
        return new AlarmState(next, why, data, now, next == value ? transitioned : now);
    }
}
