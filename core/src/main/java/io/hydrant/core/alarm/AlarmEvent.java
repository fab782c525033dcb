package io.hydrant.core.alarm;

import java.time.Instant;

/// What happened to an alarm. The alarm may be gone.
///
/// @param number events that happened later have greater ones
/// @param data JSON
public record AlarmEvent(
        long number, String alarm, Instant at, Kind kind, String summary, String data) {
    /// What it is about. Actions are none of it, since none is carried out.
    public enum Kind {
        CONFIGURATION_UPDATE("ConfigurationUpdate"),
        STATE_UPDATE("StateUpdate");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
