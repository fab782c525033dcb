package io.hydrant.server.monitoring;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;

/// Asks whether a caller may read metrics, for which CloudWatch has no resources, or work on
/// alarms.
record MonitoringAccess(Authorization authorizer, String account) {
    void require(Caller caller, String operation) {
        require(caller, operation, "*", RequestKeys.NONE);
    }

    /// @param resource an alarm's ARN
    void require(Caller caller, String operation, String resource, RequestKeys keys) {
        authorizer.require(
                caller.asks("cloudwatch:" + operation, resource, keys, account),
                CloudWatchError.ACCESS_DENIED);
    }
}
