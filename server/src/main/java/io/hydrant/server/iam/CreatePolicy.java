package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.Tag;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Makes a managed policy; the document is its version `v1`.
record CreatePolicy(ManagedPolicies policies, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "CreatePolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String policyName = input.policyName();
        String path = input.path();
        String document = input.document("PolicyDocument");
        Optional<String> description = input.description();
        List<Tag> tags = input.tags();
        input.check();
        RequestKeys context = IamAccess.ofRequest(tags);
        permissions.requireOn(caller, "iam:CreatePolicy", "policy" + path + policyName, context);
        if (!tags.isEmpty()) {
            permissions.requireOn(caller, "iam:TagPolicy", "policy" + path + policyName, context);
        }
        ManagedPolicy policy = policies.create(policyName, path, document, description, tags);
        result.start("Policy");
        IamXml.policy(result, policy, 0, 0);
        IamXml.tagsIfAny(result, policy.tags());
        result.end();
    }
}
