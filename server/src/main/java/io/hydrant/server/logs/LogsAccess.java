package io.hydrant.server.logs;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.logevents.LogEvents;
import io.hydrant.core.logevents.LogsError;
import io.hydrant.server.http.protocol.Caller;
import java.util.List;
import java.util.Optional;

/// Asks whether a caller may do something with groups and streams, which need not exist.
record LogsAccess(LogEvents logs, Authorization authorizer) {
    /// For what AWS has no name of a group with.
    void requireOnAll(Caller caller, String action) {
        require(caller, action, logs.permissionArns(""), RequestKeys.NONE);
    }

    void requireOnGroup(Caller caller, String action, String group) {
        requireOnGroup(caller, action, group, RequestKeys.NONE);
    }

    void requireOnGroup(Caller caller, String action, String group, RequestKeys keys) {
        require(caller, action, logs.permissionArns(group), keys.and(logs.keys(group)));
    }

    void requireOnStream(Caller caller, String action, String group, String stream) {
        require(caller, action, List.of(logs.arn(group, stream)), logs.keys(group));
    }

    private void require(Caller caller, String action, List<String> resources, RequestKeys keys) {
        Optional<String> denial =
                authorizer.denial(
                        resources.stream()
                                .map(arn ->
                                        caller.asks("logs:" + action, arn, keys, logs.account()))
                                .toList());
        if (denial.isPresent()) {
            throw LogsError.ACCESS_DENIED.because("%s", denial.get());
        }
    }
}
