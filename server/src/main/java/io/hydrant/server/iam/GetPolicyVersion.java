package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// One version of a managed policy with its document.
record GetPolicyVersion(ManagedPolicies policies, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "GetPolicyVersion";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        String versionId = input.versionId();
        input.check();
        permissions.requireOnPolicy(caller, "iam:GetPolicyVersion", arn);
        ManagedPolicy policy = policies.get(arn);
        ManagedPolicy.Version version = ManagedPolicies.version(policy, versionId);
        result.start("PolicyVersion");
        IamXml.document(result, "Document", version.document());
        IamXml.version(result, policy, version);
        result.end();
    }
}
