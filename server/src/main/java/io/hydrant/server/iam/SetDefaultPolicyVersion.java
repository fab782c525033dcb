package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;

/// Chooses the version that counts.
record SetDefaultPolicyVersion(ManagedPolicies policies, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "SetDefaultPolicyVersion";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        String versionId = input.versionId();
        input.check();
        permissions.requireOnPolicy(caller, "iam:SetDefaultPolicyVersion", arn);
        policies.setDefaultVersion(arn, versionId);
    }
}
