package io.hydrant.server.sts;

import io.hydrant.core.iam.Sts;
import io.hydrant.server.http.QueryOperation;
import java.util.List;

/// The operations of STS. What else AWS has is answered as an unknown action.
public final class StsOperations {
    private StsOperations() {}

    public static List<QueryOperation> all(Sts sts) {
        return List.of(new AssumeRole(sts), new GetCallerIdentity(), new GetSessionToken(sts));
    }
}
