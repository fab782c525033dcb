package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Describes a managed policy, this account's or AWS's own, without its document.
record GetPolicy(ManagedPolicies policies, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "GetPolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        input.check();
        permissions.requireOnPolicy(caller, "iam:GetPolicy", arn);
        ManagedPolicy policy = policies.get(arn);
        result.start("Policy");
        IamXml.policy(result, policy, policies.attachedTo(arn).size(), policies.boundaryCount(arn));
        result.element("Description", policy.description());
        IamXml.tags(result, policy.tags());
        result.end();
    }
}
