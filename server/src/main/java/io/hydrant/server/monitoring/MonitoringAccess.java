package io.hydrant.server.monitoring;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;

/// Asks whether a caller may read metrics. CloudWatch has no resources for that.
record MonitoringAccess(Authorization authorizer, String account) {
    void require(Caller caller, String operation) {
        authorizer.require(
                caller.asks("cloudwatch:" + operation, "*", RequestKeys.NONE, account),
                CloudWatchError.ACCESS_DENIED);
    }
}
