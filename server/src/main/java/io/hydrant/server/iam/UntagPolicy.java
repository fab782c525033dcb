package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Takes tags off a managed policy.
record UntagPolicy(ManagedPolicies policies, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "UntagPolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        List<String> keys = input.tagKeys();
        input.check();
        permissions.requireOnPolicy(
                caller, "iam:UntagPolicy", arn, RequestKeys.of(Map.of("aws:TagKeys", keys)));
        policies.untag(arn, keys);
    }
}
