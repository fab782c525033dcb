package io.hydrant.server.monitoring;

import io.hydrant.core.alarm.AlarmError;
import io.hydrant.core.alarm.AlarmSettings;
import io.hydrant.core.alarm.AlarmState;
import io.hydrant.core.alarm.Alarms;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.PolyglotOperation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The operations that change alarms.
record AlarmOperations(Alarms alarms, MonitoringAccess access) {
    private static final int REASON_MAX = 1_023;
    private static final int REASON_DATA_MAX = 4_000;

    List<PolyglotOperation> all() {
        return List.of(
                AlarmOperation.change("PutMetricAlarm", this::put),
                AlarmOperation.change("DeleteAlarms", this::delete),
                AlarmOperation.change("SetAlarmState", this::setState),
                AlarmOperation.change(
                        "EnableAlarmActions",
                        (asked, caller) ->
                                enableActions("EnableAlarmActions", asked, caller, true)),
                AlarmOperation.change(
                        "DisableAlarmActions",
                        (asked, caller) ->
                                enableActions("DisableAlarmActions", asked, caller, false)));
    }

    private void require(Caller caller, String operation, String alarm) {
        access.require(caller, operation, alarms.arn(alarm), RequestKeys.NONE);
    }

    private void put(RequestMembers asked, Caller caller) {
        String name = AlarmRequest.name(asked);
        require(caller, "PutMetricAlarm", name);
        AlarmSettings settings = AlarmRequest.settings(asked);
        alarms.put(name, alarms.newMark(), settings);
    }

    private void delete(RequestMembers asked, Caller caller) {
        asked.only(Set.of("AlarmNames"));
        List<String> names = AlarmRequest.names(asked);
        names.forEach(name -> require(caller, "DeleteAlarms", name));
        alarms.delete(names);
    }

    private void enableActions(
            String operation, RequestMembers asked, Caller caller, boolean enabled) {
        asked.only(Set.of("AlarmNames"));
        List<String> names = AlarmRequest.names(asked);
        names.forEach(name -> require(caller, operation, name));
        alarms.enableActions(names, enabled);
    }

    private void setState(RequestMembers asked, Caller caller) {
        asked.only(Set.of("AlarmName", "StateValue", "StateReason", "StateReasonData"));
        String name = AlarmRequest.name(asked);
        require(caller, "SetAlarmState", name);
        AlarmState.Value value = AlarmRequest.state(asked.required("StateValue"));
        String reason = bounded("StateReason", asked.required("StateReason"), REASON_MAX);
        Optional<String> data =
                asked.text("StateReasonData")
                        .map(text -> bounded("StateReasonData", text, REASON_DATA_MAX));
        data.ifPresent(AlarmOperations::checkJson);
        alarms.setState(name, value, reason, data);
    }

    private static String bounded(String member, String text, int max) {
        if (text.length() > max) {
            throw AlarmRequest.WRONG.because(
                    "%s must not be longer than %d characters.", member, max);
        }
        return text;
    }

    private static void checkJson(String text) {
        try {
            JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw AlarmError.INVALID_FORMAT.because("StateReasonData is not valid JSON.");
        }
    }
}
