package io.hydrant.server.iam;

import io.hydrant.server.http.protocol.QueryOperation;

/// An operation whose answer has no result.
interface Command extends QueryOperation {
    @Override
    default boolean hasResult() {
        return false;
    }
}
