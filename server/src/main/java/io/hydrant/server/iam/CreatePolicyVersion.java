package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;

/// Adds a version to a managed policy.
record CreatePolicyVersion(ManagedPolicies policies, IamAccess permissions)
        implements QueryOperation {
    @Override
    public String name() {
        return "CreatePolicyVersion";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        String document = input.document("PolicyDocument");
        boolean asDefault = input.members().truth("SetAsDefault", false);
        input.check();
        permissions.requireOnPolicy(caller, "iam:CreatePolicyVersion", arn);
        ManagedPolicy policy = policies.createVersion(arn, document, asDefault);
        result.start("PolicyVersion");
        IamXml.version(result, policy, policy.versions().getLast());
        result.end();
    }
}
