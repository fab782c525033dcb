package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.ManagedPolicies;
import io.hydrant.core.iam.Tag;
import io.hydrant.server.http.protocol.Caller;
import java.io.IOException;
import java.util.List;

/// Tags a managed policy.
record TagPolicy(ManagedPolicies policies, IamAccess permissions) implements Command {
    @Override
    public String name() {
        return "TagPolicy";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        IamInput input = new IamInput(parameters);

        String arn = input.policyArn();
        List<Tag> tags = input.tags();
        input.check();
        permissions.requireOnPolicy(caller, "iam:TagPolicy", arn, IamAccess.ofRequest(tags));
        policies.tag(arn, tags);
    }
}
