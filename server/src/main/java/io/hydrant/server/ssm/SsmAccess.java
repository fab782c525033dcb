package io.hydrant.server.ssm;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.kms.KmsCaller;
import io.hydrant.core.ssm.ParameterNames;
import io.hydrant.core.ssm.ParameterReference;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.ssm.SsmError;
import io.hydrant.core.ssm.SsmParameter;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.Optional;

/// Asks whether a caller may do something with parameters, which need not exist.
record SsmAccess(ParameterStore store, Authorization authorizer) {
    private ParameterNames names() {
        return store.names();
    }

    /// For what AWS has no name of a parameter with.
    void requireOnAll(Caller caller, String action) {
        require(caller, action, names().all(), RequestKeys.NONE);
    }

    /// On all that is under a path, whatever is said of a parameter there.
    void requireOnPath(Caller caller, String action, String path, RequestKeys keys) {
        require(caller, action, names().arn(path), keys);
    }

    void requireOn(Caller caller, String action, String name, RequestKeys keys) throws IOException {
        require(
                caller,
                action,
                names().arn(name.strip()),
                keys.and(keys(store.find(name.strip()))));
    }

    void requireOn(Caller caller, String action, ParameterReference reference) throws IOException {
        require(caller, action, reference.arn(names()), keys(store.find(reference)));
    }

    private static RequestKeys keys(Optional<SsmParameter> parameter) {
        return parameter.map(SsmParameter::keys).orElse(RequestKeys.NONE);
    }

    private void require(Caller caller, String action, String resource, RequestKeys keys) {
        authorizer.require(
                caller.asks("ssm:" + action, resource, keys, names().account()),
                SsmError.ACCESS_DENIED);
    }

    /// Whose permissions count for the keys of SecureStrings.
    static KmsCaller kmsCaller(Caller caller) {
        return KmsCaller.of(caller.principal(), caller.circumstances());
    }
}
