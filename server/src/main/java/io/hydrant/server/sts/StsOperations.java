package io.hydrant.server.sts;

import io.hydrant.core.iam.Sts;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.ArrayList;
import java.util.List;

/// The operations of STS. What else AWS has is answered as an unknown action.
public final class StsOperations {
    private StsOperations() {}

    public static List<QueryOperation> all(Sts sts) {
        List<QueryOperation> all = new ArrayList<>(Refused.all());
        all.add(new AssumeRole(sts));
        all.add(new GetCallerIdentity());
        all.add(new GetSessionToken(sts));
        return List.copyOf(all);
    }
}
