package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.Tag;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;

/// Lists a managed policy's tags.
record ListPolicyTags(ManagedPolicies policies, IamAccess permissions) implements QueryOperation {
    @Override
    public String name() {
        return "ListPolicyTags";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        Paged paged = Paged.of(input);
        input.check();
        permissions.requireOnPolicy(caller, "iam:ListPolicyTags", arn);
        paged.write(result, "Tags", policies.get(arn).tags(), Tag::key, IamXml::tag);
    }
}
